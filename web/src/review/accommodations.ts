import type { SessionDetail } from "../api/types";

type Accommodation = SessionDetail["accommodations"][number];

/** What was allowed that a reviewer would otherwise wonder at. */
const WORDS: Readonly<Record<Accommodation, string>> = {
  paper_exam: "write on paper, so a bent head counts for nothing",
  may_look_down: "look down, so a bent head counts for nothing",
  may_read_aloud: "read aloud, so lips may move",
  may_keep_still: "keep still, so nothing is asked of the camera picture",
};

/** What a student was allowed to do, in plain words; undefined where nothing is out of the ordinary. */
export function accommodationWords(allowed: readonly Accommodation[]): string | undefined {
  return allowed.length === 0
    ? undefined
    : `Allowed in this session: to ${allowed.map((name) => WORDS[name]).join("; to ")}.`;
}
