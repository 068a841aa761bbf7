import type { LiveSession } from "../api/types";
import { isOver } from "../ui/sittingStates";
import { bandOf, isIn, isQuiet, stateOf, type ScoreBand, type Situation, type StateFilter } from "./boardRows";

/** In the order in which they are shown: what asks for somebody first. */
export const SITUATIONS: readonly Situation[] = [
  "needs_look",
  "open",
  "unwatched",
  "absent",
  "hidden",
  "unknown",
  "present",
  "no_camera",
  "silent",
];

/** How many of those who are not over are in each part that can be chosen. */
export interface BoardCounts {
  readonly sitting: number;
  readonly over: number;
  readonly quiet: number;
  readonly situations: Readonly<Record<Situation, number>>;
  readonly states: Readonly<Record<StateFilter, number>>;
  readonly scores: Readonly<Record<ScoreBand, number>>;
}

export function countSessions(sessions: Iterable<LiveSession>): BoardCounts {
  const situations = {
    needs_look: 0,
    open: 0,
    unwatched: 0,
    present: 0,
    hidden: 0,
    absent: 0,
    unknown: 0,
    no_camera: 0,
    silent: 0,
  };
  const states = { before: 0, active: 0, paused: 0 };
  const scores = { low: 0, middle: 0, high: 0 };
  let sitting = 0;
  let over = 0;
  let quiet = 0;
  for (const session of sessions) {
    const state = stateOf(session);
    if (state === null) {
      over += 1;
      continue;
    }
    sitting += 1;
    if (isQuiet(session)) quiet += 1;
    states[state] += 1;
    scores[bandOf(session)] += 1;
    for (const situation of SITUATIONS) if (isIn(session, situation)) situations[situation] += 1;
  }
  return { sitting, over, quiet, situations, states, scores };
}

/** Whether it can be believed that everybody is watched. */
export interface Pulse {
  readonly heard: number;
  readonly silent: readonly { readonly sessionId: string; readonly name: string; readonly sinceMillis: number }[];
}

/** Who was heard in this time may come back by themselves; whoever is silent for longer is not connected. */
const CONNECTED_MILLIS = 15_000;

/** Students whose page or camera is heard, or was until just now. */
export const countConnected = ({ heard, silent }: Pulse, nowMillis: number): number =>
  heard + silent.filter(({ sinceMillis }) => nowMillis - sinceMillis < CONNECTED_MILLIS).length;

/** The server calls somebody silent after 4 s and says so within one: who is not silent was heard in the last 5 s. */
export function takePulse(sessions: Iterable<LiveSession>): Pulse {
  const silent: { sessionId: string; name: string; sinceMillis: number }[] = [];
  let heard = 0;
  for (const session of sessions) {
    if (isOver(session.status)) continue;
    const { session_id: sessionId, silent_since: since } = session;
    if (since === null) heard += 1;
    else silent.push({ sessionId, name: session.student.display_name, sinceMillis: Date.parse(since) });
  }
  silent.sort((a, b) => a.name.localeCompare(b.name));
  return { heard, silent };
}
