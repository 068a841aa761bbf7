import type uPlot from "uplot";
import { MAX_SCORE_POINTS } from "../api/server";
import type { Incident, ScorePoint } from "../api/types";

/** A row of ten pictures at the lowest rate that the server asks for (0.7 a second), where no row beside it tells. */
const SLOWEST_ROW_SECONDS = 14.3;
/** So many distances on each side of one say what is usual there: the frame rate changes within a session. */
const NEIGHBOURS = 5;
/** Scoring, too, takes a shorter silence for a hiccup and not for a lost network. */
const MIN_MISSING_SECONDS = 2.5;
/** A row that takes twice as long may still be a short dip of the frame rate. */
const MIN_MISSING_DISTANCES = 1;
/** Of a thinned session any row of each stretch may have stayed: two of them lie up to twice the usual apart. */
const MIN_MISSING_DISTANCES_THINNED = 2;

/** Columns for the plot: seconds since 1970, focus score (lowest of each stretch), cheat score; null where nothing came. */
export function seriesOf(points: readonly ScorePoint[]): uPlot.AlignedData {
  const at: number[] = [];
  const focus: (number | null)[] = [];
  const cheat: (number | null)[] = [];
  const gaps = gapsBefore(points);
  points.forEach((point, index) => {
    const before = at.at(-1);
    if (before !== undefined && gaps[index] === true) {
      at.push(before + 0.001);
      focus.push(null);
      cheat.push(null);
    }
    at.push(secondsOf(point));
    focus.push(point.focus_score_min);
    cheat.push(point.cheat_score);
  });
  return [at, focus, cheat];
}

/** Whether anything is missing between the points. */
export const hasGaps = (points: readonly ScorePoint[]): boolean => gapsBefore(points).includes(true);

/**
 * For each point, whether no picture came for a while between the one before and it. A point is the end of ten pictures (of a
 * multiple, where a long session is thinned), so it follows the one before by 0.3 s or by 14 s, as the frame rate is. What is usual
 * is seen from the points before and after; where the two differ, the rate has changed and the longer one is meant.
 */
function gapsBefore(points: readonly ScorePoint[]): boolean[] {
  const distances = points.slice(1).map((point, index) => secondsOf(point) - secondsOf(points[index] ?? point));
  const missingDistances = points.length < MAX_SCORE_POINTS ? MIN_MISSING_DISTANCES : MIN_MISSING_DISTANCES_THINNED;
  const gaps = distances.map((distance, index) => {
    const before = median(distances.slice(Math.max(0, index - NEIGHBOURS), index));
    const after = median(distances.slice(index + 1, index + 1 + NEIGHBOURS));
    const usual = before === undefined && after === undefined ? SLOWEST_ROW_SECONDS : Math.max(before ?? 0, after ?? 0);
    return distance - usual > Math.max(MIN_MISSING_SECONDS, missingDistances * usual);
  });
  return [false, ...gaps];
}

const secondsOf = (point: ScorePoint): number => Date.parse(point.at) / 1000;

/** The middle one, the lower of two; undefined of nothing. */
function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}

/** Places of the values that stand alone between gaps: no line shows them. */
export function loneValues(values: readonly (number | null | undefined)[]): number[] {
  const missing = (index: number) => (values[index] ?? null) === null;
  return [...values.keys()].filter((index) => !missing(index) && missing(index - 1) && missing(index + 1));
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
