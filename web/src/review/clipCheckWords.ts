import type { Clip, ClipCheck } from "../api/types";

/** Whether a clip is no evidence of what was analysed. */
export function isKeptApart({ check }: Pick<Clip, "check">): boolean {
  return check !== null && APART.has(check.state);
}

const APART: ReadonlySet<ClipCheck["state"]> = new Set(["differs", "unreadable", "not_requested"]);

/** What the check of a clip came to, for staff and students alike; undefined for a clip from before clips were checked. */
export function clipCheckWords(check: ClipCheck | null): string | undefined {
  switch (check?.state) {
    case undefined:
      return undefined;
    case "unchecked":
      return "Not compared yet with what was analysed.";
    case "verified":
      return "Compared with what was analysed at that time: it shows the same.";
    case "unknown":
      return "It plays. There was nothing to compare it with, such as in the dark; that says nothing.";
    case "differs":
      return `Kept apart: it does not match what was analysed (${check.reasons.map((reason) => REASONS[reason]).join(", ")}). ${FAULT}`;
    case "unreadable":
      return `Kept apart: it does not play. ${FAULT}`;
    case "not_requested":
      return `Kept apart: it was not asked for. ${FAULT}`;
  }
}

const FAULT = "A fault of a browser or of this system may be why.";

const REASONS: Readonly<Record<ClipCheck["reasons"][number], string>> = {
  behavior: "it is said to show something else than it was asked for",
  time: "its time cannot be right",
  length: "it is not as long as it is said to be",
  pictures: "its pictures are others",
};
