import type { LiveSession, Presence } from "../api/types";
import { isOver } from "../ui/sittingStates";

export type SortKey = "cheat_score" | "focus_score" | "name" | "open_incidents";

export interface LeaderboardFilter {
  readonly search: string;
  readonly examId: string | null;
  readonly attentionOnly: boolean;
}

/** Whether what is shown of the student is the present, not what was seen last before the line went dead. */
export const isHeard = (session: LiveSession): boolean => session.connected && session.silent_since === null;

/** Whether a proctor should look now: something is going on, or nothing comes. */
export function needsAttention(session: LiveSession): boolean {
  return (
    session.status === "active" &&
    (session.open_incidents.length > 0 || session.presence === "absent" || !isHeard(session))
  );
}

export function filterSessions(sessions: Iterable<LiveSession>, filter: LeaderboardFilter): LiveSession[] {
  const words = filter.search.trim().toLowerCase();
  return [...sessions].filter(
    (session) =>
      (filter.examId === null || session.exam_id === filter.examId) &&
      (!filter.attentionOnly || needsAttention(session)) &&
      (words === "" ||
        session.student.display_name.toLowerCase().includes(words) ||
        session.student.username.toLowerCase().includes(words)),
  );
}

/**
 * Worst first, and by name among equals, so that rows do not change places without a reason. A focus score is of now, so
 * whoever sends nothing now has none: those stand after the others. A cheat score and incidents stay true of who has
 * left; there it only decides among equals.
 */
export function sortSessions(sessions: readonly LiveSession[], key: SortKey): LiveSession[] {
  return sessions.toSorted((a, b) => compare(a, b, key) || compareNames(a, b));
}

function compare(a: LiveSession, b: LiveSession, key: SortKey): number {
  const hereFirst = farness(a) - farness(b);
  switch (key) {
    case "cheat_score":
      return b.cheat_score - a.cheat_score || hereFirst;
    case "focus_score":
      return hereFirst || (a.focus_score ?? 101) - (b.focus_score ?? 101);
    case "open_incidents":
      return b.open_incidents.length - a.open_incidents.length || hereFirst;
    case "name":
      return 0;
  }
}

/** Who is watched now comes before who is not heard from or has no camera, and whose session is over last. */
function farness(session: LiveSession): number {
  if (isOver(session.status)) return 2;
  return isHeard(session) ? 0 : 1;
}

function compareNames(a: LiveSession, b: LiveSession): number {
  return a.student.display_name.localeCompare(b.student.display_name) || a.session_id.localeCompare(b.session_id);
}

/** Keeps rows in `order`; rows that are not in it follow. */
export function keepOrder(sessions: readonly LiveSession[], order: readonly string[]): LiveSession[] {
  const place = new Map(order.map((id, index) => [id, index]));
  return sessions.toSorted(
    (a, b) => (place.get(a.session_id) ?? order.length) - (place.get(b.session_id) ?? order.length),
  );
}

export interface Counts {
  readonly active: number;
  readonly attention: number;
  /** Nothing comes from them, neither from the page nor from the camera. */
  readonly silent: number;
  /** Their page is heard, their camera is not there. */
  readonly disconnected: number;
  readonly byPresence: Readonly<Record<Presence, number>>;
}

export function countSessions(sessions: Iterable<LiveSession>): Counts {
  const byPresence = { present: 0, hidden: 0, absent: 0, unknown: 0 };
  let active = 0;
  let attention = 0;
  let disconnected = 0;
  let silent = 0;
  for (const session of sessions) {
    if (session.status !== "active") continue;
    active += 1;
    if (needsAttention(session)) attention += 1;
    if (session.silent_since !== null) silent += 1;
    else if (!session.connected) disconnected += 1;
    else byPresence[session.presence] += 1;
  }
  return { active, attention, silent, disconnected, byPresence };
}
