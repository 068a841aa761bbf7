import type uPlot from "uplot";
import type { Incident, ScorePoint } from "../api/types";

/** Nothing stored for this long means that nothing came: the line breaks instead of inventing a score. */
const MIN_GAP_SECONDS = 10;
/** Points of a long session are thinned; a gap is also this many times their usual distance. */
const GAP_DISTANCES = 4;

/** Columns for the plot: seconds since 1970, focus score (lowest of each stretch), cheat score; null where nothing came. */
export function seriesOf(points: readonly ScorePoint[]): uPlot.AlignedData {
  const at: number[] = [];
  const focus: (number | null)[] = [];
  const cheat: (number | null)[] = [];
  const gapSeconds = Math.max(MIN_GAP_SECONDS, GAP_DISTANCES * meanDistanceSeconds(points));
  for (const point of points) {
    const seconds = Date.parse(point.at) / 1000;
    const before = at.at(-1);
    if (before !== undefined && seconds - before > gapSeconds) {
      at.push(before + 0.001);
      focus.push(null);
      cheat.push(null);
    }
    at.push(seconds);
    focus.push(point.focus_score_min);
    cheat.push(point.cheat_score);
  }
  return [at, focus, cheat];
}

/** Whether anything is missing between the points. */
export const hasGaps = (points: readonly ScorePoint[]): boolean =>
  (seriesOf(points)[1] ?? []).some((score) => score === null);

function meanDistanceSeconds(points: readonly ScorePoint[]): number {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) return 0;
  return (Date.parse(last.at) - Date.parse(first.at)) / 1000 / (points.length - 1);
}

export interface IncidentBand {
  readonly incident: Incident;
  /** Seconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** Where incidents lie on the time axis; an open one reaches to `openEnd`. */
export function incidentBands(incidents: readonly Incident[], openEnd: number): IncidentBand[] {
  return incidents.map((incident) => {
    const from = Date.parse(incident.started_at) / 1000;
    return {
      incident,
      from,
      to: incident.ended_at === null ? Math.max(openEnd, from) : Date.parse(incident.ended_at) / 1000,
    };
  });
}
