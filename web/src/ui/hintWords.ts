import type { Hint, MoveReason } from "../api/types";

/** Why an exam may go on on another device, as students choose it and staff read it. */
export const MOVE_REASONS: readonly { readonly reason: MoveReason; readonly label: string }[] = [
  { reason: "device_broke", label: "The other device does not work any more" },
  { reason: "other", label: "Another reason" },
];

const KINDS: Readonly<Record<string, string>> = {
  shared_address: "Several students at one address",
  device_moved: "Went on on another device",
  virtual_camera: "Camera may be a program",
  clip_refused: "Recording refused",
  clip_differs: "Recording shows something else",
  time_told_wrong: "Page clock runs wrong",
};

const DETAILS: Readonly<Record<string, string>> = {
  "device_moved device_broke": "the other device does not work any more",
  "device_moved other": "another reason",
  "device_moved to_and_fro": "to and fro within minutes",
  "time_told_wrong fast": "faster than any clock does: the picture may be a recording",
  "time_told_wrong slow": "slower than any clock does: the picture may be a recording",
};

/** What a kind of hint is called. A newer server may tell of kinds that this page does not know. */
export const hintKindWords = (kind: string): string => KINDS[kind] ?? kind.replaceAll("_", " ");

/** A hint in one line. */
export function hintWords({ kind, detail, times }: Pick<Hint, "kind" | "detail" | "times">): string {
  const words = kind === "shared_address" ? `${detail} or more at once` : (DETAILS[`${kind} ${detail}`] ?? detail);
  return `${hintKindWords(kind)}${words === "" ? "" : ` (${words})`}${times > 1 ? `, ${times} times` : ""}`;
}
