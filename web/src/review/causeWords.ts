import type { Incident, IncidentSight } from "../api/types";
import { behaviorWords } from "../ui/words";

const seconds = (millis: number): string => `${(millis / 1000).toLocaleString("en", { maximumFractionDigits: 1 })} s`;

type Told = NonNullable<Incident["cause"]>;

/** What a server tells: one from before the head was judged by itself leaves `head_degrees` out. */
type Cause = Omit<Told, "head_degrees"> & { head_degrees?: Told["head_degrees"] };

function whenWords({ enter_degrees: sight, head_degrees: head = null }: Cause): string {
  if (sight === null) return "after";
  const off = `when the line of sight is more than ${sight}° off`;
  return head === null ? `${off} for` : `${off}, or the head alone ${head}°, for`;
}

/** Why the program noted an incident: the rule, how long it lasted, and whose rule it is. */
export function causeWords({ behavior, cause, started_at, ended_at }: Incident): string | undefined {
  if (cause === null) return undefined;
  const rule = `“${behaviorWords(behavior)}” counts ${whenWords(cause)} ${seconds(cause.enter_ms)}`;
  const lasted = ended_at === null ? "" : `; this lasted ${seconds(Date.parse(ended_at) - Date.parse(started_at))}`;
  const whose = cause.is_default ? "the program's own rule" : "this exam's rule";
  return `${rule} (${whose})${lasted}.`;
}

/** "34° to the left and 2° down", by the student's own left; nothing where no head could be measured. */
export function sightWords({ frames, yaw_degrees: yaw, pitch_degrees: pitch }: IncidentSight): string | undefined {
  if (yaw === null || pitch === null) return undefined;
  const side = `${Math.abs(yaw)}° to the ${yaw >= 0 ? "left" : "right"}`;
  const upright = `${Math.abs(pitch)}° ${pitch >= 0 ? "up" : "down"}`;
  return `Line of sight: ${side} and ${upright}, in the middle of ${frames} frames.`;
}
