import type { LiveSession, Presence } from "../api/types";
import { isBeforeStart, isOver } from "../ui/sittingStates";

export type SortKey = "needs_look" | "cheat_score" | "focus_score" | "name" | "open_incidents";

/** What is going on with a student, as the figures above the rows count it. */
export type Situation = "needs_look" | "open" | "unwatched" | Presence | "no_camera" | "silent";

export type StateFilter = "before" | "active" | "paused";

/** Of the cheat score. */
export type ScoreBand = "low" | "middle" | "high";

export interface BoardFilter {
  readonly search: string;
  readonly situation: Situation | null;
  readonly state: StateFilter | null;
  readonly score: ScoreBand | null;
  readonly examId: string | null;
  /** Students of one group; null for everybody. */
  readonly group: ReadonlySet<string> | null;
  readonly hideQuiet: boolean;
}

/** Cheat scores from here on are high, and from the lower one on neither high nor low. */
export const HIGH_SCORE = 50;
const MIDDLE_SCORE = 20;

/** Whether what is shown of the student is the present, not what was seen last before the line went dead. */
export const isHeard = (session: LiveSession): boolean => session.connected && session.silent_since === null;

/** Whether nothing is heard of the student any more, though the sitting goes on. */
export const isUnheard = (session: LiveSession): boolean => !isOver(session.status) && session.silent_since !== null;

/** Whether no usable picture is judged, for some seconds now, whatever the last one showed. */
export const isUnwatched = (session: LiveSession): boolean =>
  session.status === "active" && (session.watching?.unwatched_cause ?? null) !== null;

/** Whether a face is seen that is too small to tell where it looks: nothing that was noted says nothing then. */
export const isSmallFace = (session: LiveSession): boolean =>
  session.status === "active" &&
  isHeard(session) &&
  !isUnwatched(session) &&
  session.presence === "present" &&
  session.face_size === "small";

/** Whether there is something that nobody has looked at yet. Looking clears it, for everybody who watches. */
export const needsLook = (session: LiveSession): boolean =>
  !isOver(session.status) && session.incident_count > session.looked_incident_count;

/**
 * Whether nothing asks for anybody's eyes: the student is heard and in view, no incident is open or waits for a look, and the score is
 * not high. Whoever gets an incident is not quiet any more, and so comes back by itself.
 */
export const isQuiet = (session: LiveSession): boolean =>
  session.status === "active" &&
  isHeard(session) &&
  !isUnwatched(session) &&
  session.presence === "present" &&
  session.open_incidents.length === 0 &&
  session.cheat_score < HIGH_SCORE &&
  !needsLook(session);

export function isIn(session: LiveSession, situation: Situation): boolean {
  switch (situation) {
    case "needs_look":
      return needsLook(session);
    case "open":
      return !isOver(session.status) && session.open_incidents.length > 0;
    case "unwatched":
      return isUnwatched(session);
    case "silent":
      return isUnheard(session);
    case "no_camera":
      return session.status === "active" && session.silent_since === null && !session.connected;
    case "present":
    case "hidden":
    case "absent":
    case "unknown":
      return session.status === "active" && isHeard(session) && !isUnwatched(session) && session.presence === situation;
  }
}

export function stateOf({ status }: LiveSession): StateFilter | null {
  if (isOver(status)) return null;
  return isBeforeStart(status) ? "before" : status === "paused" ? "paused" : "active";
}

export function bandOf({ cheat_score }: LiveSession): ScoreBand {
  return cheat_score >= HIGH_SCORE ? "high" : cheat_score >= MIDDLE_SCORE ? "middle" : "low";
}

/** Whether the student sits this exam and is in this group; null stands for all of them. */
export const isAmong = (session: LiveSession, examId: string | null, group: ReadonlySet<string> | null): boolean =>
  (examId === null || session.exam_id === examId) && (group === null || group.has(session.student.id));

export function filterSessions(sessions: Iterable<LiveSession>, filter: BoardFilter): LiveSession[] {
  const words = filter.search.trim().toLowerCase();
  return [...sessions].filter(
    (session) =>
      isAmong(session, filter.examId, filter.group) &&
      (filter.situation === null || isIn(session, filter.situation)) &&
      (filter.state === null || stateOf(session) === filter.state) &&
      (filter.score === null || bandOf(session) === filter.score) &&
      (!filter.hideQuiet || !isQuiet(session)) &&
      (words === "" ||
        session.student.display_name.toLowerCase().includes(words) ||
        session.student.username.toLowerCase().includes(words)),
  );
}

const names = new Intl.Collator(undefined, { numeric: true });

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
    case "needs_look":
      // Of who is not heard nobody knows what goes on: they are not calmer than who is seen to be quiet.
      return (
        Number(needsLook(b)) - Number(needsLook(a)) ||
        Number(isUnheard(b)) - Number(isUnheard(a)) ||
        b.cheat_score - a.cheat_score ||
        hereFirst
      );
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
  return isHeard(session) && !isUnwatched(session) ? 0 : 1;
}

function compareNames(a: LiveSession, b: LiveSession): number {
  return names.compare(a.student.display_name, b.student.display_name) || names.compare(a.session_id, b.session_id);
}

/** Keeps rows in `order`; rows that are not in it follow. */
export function keepOrder(sessions: readonly LiveSession[], order: readonly string[]): LiveSession[] {
  const place = new Map(order.map((id, index) => [id, index]));
  return sessions.toSorted(
    (a, b) => (place.get(a.session_id) ?? order.length) - (place.get(b.session_id) ?? order.length),
  );
}
