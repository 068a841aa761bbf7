import type { Clip, Incident } from "../api/types";
import { isKeptApart } from "./clipCheckWords";

export interface ClipMoment {
  readonly clip: Clip;
  /** Where in the clip to begin, seconds. */
  readonly atSeconds: number;
}

/** What of an incident tells where it is in a clip. */
type Moment = Pick<Incident, "behavior" | "started_at" | "ended_at">;

/** A reviewer sees a little of what came before. */
const LEAD_IN_MILLIS = 1000;
/** Clocks of student and server differ a little, and an incident is opened somewhat after it began. */
const SLACK_MILLIS = 3000;

const startOf = (clip: Clip): number => Date.parse(clip.recorded_at);
const endOf = (clip: Clip): number => startOf(clip) + clip.duration_ms;

/**
 * The clip that shows an incident's beginning, and where. Among several, one that is not kept apart, then one that was kept for
 * the same behaviour, then the one that starts nearest before it. Undefined if none was kept.
 */
export function findClip(incident: Moment, clips: readonly Clip[]): ClipMoment | undefined {
  const startMillis = Date.parse(incident.started_at);
  const endMillis = incident.ended_at === null ? startMillis : Date.parse(incident.ended_at);
  const candidates = clips
    .filter((clip) => startOf(clip) <= endMillis + SLACK_MILLIS && endOf(clip) >= startMillis - SLACK_MILLIS)
    .toSorted(
      (a, b) =>
        Number(isKeptApart(a)) - Number(isKeptApart(b)) ||
        Number(sameCause(b, incident)) - Number(sameCause(a, incident)) ||
        Math.abs(startOf(a) - startMillis) - Math.abs(startOf(b) - startMillis),
    );
  const clip = candidates[0];
  if (clip === undefined) return undefined;
  const offsetMillis = startMillis - startOf(clip) - LEAD_IN_MILLIS;
  return { clip, atSeconds: Math.min(Math.max(0, offsetMillis), Math.max(0, clip.duration_ms - 500)) / 1000 };
}

/** A reviewer sees a little of what came after. */
const LEAD_OUT_MILLIS = 1000;

/** Where in the clip an incident is over, seconds: there playback halts. Undefined if the clip ends before it. */
export function playUntil(incident: Incident, clip: Clip): number | undefined {
  if (incident.ended_at === null) return undefined;
  const untilMillis = Date.parse(incident.ended_at) + LEAD_OUT_MILLIS - startOf(clip);
  return untilMillis < clip.duration_ms ? Math.max(0, untilMillis) / 1000 : undefined;
}

/** Whether nobody was in view, for short or for long. */
const isAbsence = (behavior: string): boolean => behavior === "absent" || behavior === "away";

/** The clip of an absence is kept when it begins, before it is known how long it will be. */
const sameCause = (clip: Clip, { behavior }: Moment): boolean =>
  clip.behavior === behavior || (isAbsence(clip.behavior) && isAbsence(behavior));
