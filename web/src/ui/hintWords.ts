import type { Hint } from "../api/types";

const KINDS: Readonly<Record<string, string>> = {
  shared_address: "Several students at one address",
  device_moved: "Went on on another device",
  virtual_camera: "Camera may be a program",
  clip_refused: "Recording kept apart",
  clip_differs: "Recording does not match",
  time_told_wrong: "Page clock runs wrong",
  head_turn_asked: "Was asked to turn the head",
};

const DETAILS: Readonly<Record<string, string>> = {
  "device_moved device_broke": "the other device does not work any more",
  "device_moved other": "another reason",
  "device_moved to_and_fro": "to and fro within minutes",
  "clip_refused not_requested": "it was not asked for",
  "clip_refused unreadable": "it does not play",
  "clip_differs behavior": "it was asked for something else",
  "clip_differs time": "its time cannot be right",
  "clip_differs length": "it is not as long as it is said to be",
  "clip_differs pictures": "its pictures are others than were analysed",
  "time_told_wrong fast": "faster than any clock does",
  "time_told_wrong slow": "slower than any clock does",
};

/** What a kind of hint is called. A newer server may tell of kinds that this page does not know. */
export const hintKindWords = (kind: string): string => KINDS[kind] ?? kind.replaceAll("_", " ");

/** A detail may be several, with commas between them. */
const detailWords = (kind: string, detail: string): string =>
  detail
    .split(", ")
    .map((part) => DETAILS[`${kind} ${part}`] ?? part)
    .join(", ");

/** A hint in one line. */
export function hintWords({ kind, detail, times }: Pick<Hint, "kind" | "detail" | "times">): string {
  const words = kind === "shared_address" ? `${detail} or more at once` : detailWords(kind, detail);
  return `${hintKindWords(kind)}${words === "" ? "" : ` (${words})`}${times > 1 ? `, ${times} times` : ""}`;
}
