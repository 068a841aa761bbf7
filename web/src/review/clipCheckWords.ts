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
      return `${verifiedWords(check)}${lengthWords(check)}`;
    case "unknown":
      return `${unknownWords(check)}${lengthWords(check)}`;
    case "differs":
      return `Kept apart: it does not match what was analysed (${check.reasons.map((reason) => REASONS[reason]).join(", ")}).${lengthWords(check)} ${FAULT}`;
    case "unreadable":
      return `Kept apart: it does not play. ${FAULT}`;
    case "not_requested":
      return `Kept apart: it was not asked for. ${FAULT}`;
  }
}

const FAULT = "A fault of a browser or of this system may be why.";

function verifiedWords({ compared_seconds: compared, differing_seconds: differing }: ClipCheck): string {
  return differing === 0
    ? `Compared with what was analysed at that time: the same scene in ${compared} of ${compared} seconds.`
    : `Compared with what was analysed at that time: ${differing} of ${compared} seconds differ. A quick change of the picture may be why.`;
}

function unknownWords({ reasons }: ClipCheck): string {
  return reasons.length === 0
    ? "It plays. There was nothing to compare it with, such as in the dark; that says nothing."
    : `It plays, but ${reasons.map((reason) => REASONS[reason]).join(", ")}; that says nothing against it.`;
}

/** How much of it plays. */
const lengthWords = ({ shown_ms: shown }: ClipCheck): string =>
  shown === null ? "" : ` It is ${(shown / 1000).toFixed(1)} s long.`;

const REASONS: Readonly<Record<ClipCheck["reasons"][number], string>> = {
  behavior: "it is said to show something else than it was asked for",
  time: "its time cannot be right",
  length: "it is not as long as it is said to be",
  pictures: "its pictures are others",
  begins_late: "it begins after the moment that it was asked for",
  ends_early: "it ends before the moment that it was asked for",
  too_short: "it is too short to compare",
};
