import { describe, expect, it } from "vitest";
import type { Incident, ScorePoint } from "../api/types";
import { hasGaps, incidentBands, loneValues, seriesOf } from "./plotData";

const BASE_SECONDS = Date.parse("2026-03-01T09:00:00.000Z") / 1000;
const at = (seconds: number): string => new Date((BASE_SECONDS + seconds) * 1000).toISOString();

const point = (seconds: number, focus = 90): ScorePoint => ({
  at: at(seconds),
  focus_score: focus + 1,
  focus_score_min: focus,
  cheat_score: 1,
  presence: "present",
});

/** Points that follow one another by these distances in seconds. */
function spaced(distances: readonly number[]): ScorePoint[] {
  let seconds = 0;
  return [point(0), ...distances.map((distance) => point((seconds += distance)))];
}

const repeat = (count: number, distance: number): number[] => Array.from({ length: count }, () => distance);

/** Seconds at which the line ends before a gap. */
function lineEnds(points: readonly ScorePoint[]): number[] {
  const [times = [], focus = []] = seriesOf(points);
  return Array.from(times)
    .filter((_, index) => focus[index] === null)
    .map((seconds) => Math.round(seconds - BASE_SECONDS));
}

describe("gaps of the plot", () => {
  it("draws the lowest score of each stretch", () => {
    const [times, focus, cheat] = seriesOf([point(0, 90), point(0.3, 80)]);
    expect(times).toEqual([BASE_SECONDS, BASE_SECONDS + 0.3]);
    expect(focus).toEqual([90, 80]);
    expect(cheat).toEqual([1, 1]);
  });

  it.each([
    ["30 pictures a second", 0.33, 4],
    ["10 pictures a second", 1, 4],
    ["2 pictures a second", 5, 8],
    ["0.7 pictures a second", 14.3, 20],
  ])("breaks both lines where nothing came, at %s", (_, row, lossSeconds) => {
    const points = spaced([...repeat(20, row), row + lossSeconds, ...repeat(20, row)]);
    expect(lineEnds(points)).toEqual([Math.round(20 * row)]);
    expect(Array.from(seriesOf(points)[2] ?? []).filter((score) => score === null)).toHaveLength(1);
    expect(hasGaps(points)).toBe(true);
  });

  it.each([0.33, 1, 5, 14.3])("has no gap among uneven rows of about %d s", (row) => {
    const uneven = Array.from({ length: 60 }, (_, index) => row * (1 + 0.25 * Math.sin(index)));
    expect(hasGaps(spaced(uneven))).toBe(false);
  });

  it("takes a change of the frame rate for no gap", () => {
    expect(hasGaps(spaced([...repeat(30, 0.33), ...repeat(5, 14.3)]))).toBe(false);
    expect(hasGaps(spaced([...repeat(5, 14.3), ...repeat(30, 0.33)]))).toBe(false);
    expect(hasGaps(spaced([...repeat(20, 0.33), ...repeat(6, 14.3), ...repeat(20, 0.33)]))).toBe(false);
  });

  it("shows a loss beside a change of the frame rate", () => {
    expect(lineEnds(spaced([...repeat(30, 1), 90, ...repeat(12, 14.3)]))).toEqual([30]);
    expect(lineEnds(spaced([...repeat(12, 10), 90, ...repeat(30, 0.33)]))).toEqual([120]);
  });

  it("shows each of several losses in a row", () => {
    expect(lineEnds(spaced([...repeat(10, 14), 60, 14, 60, 14, 60, ...repeat(10, 14)]))).toEqual([140, 214, 288]);
  });

  it("takes a hiccup for no gap", () => {
    expect(hasGaps(spaced([...repeat(10, 0.33), 2.5, ...repeat(10, 0.33)]))).toBe(false);
  });

  it("takes a thinned session for no gap, whichever row of each stretch has stayed", () => {
    const stayed = [11.9, 0, 6, 2, 11, 1];
    const places = Array.from({ length: 1000 }, (_, index) => index * 12 + (stayed[index % 6] ?? 0));
    expect(hasGaps(places.map((seconds) => point(seconds)))).toBe(false);
    const later = places.map((seconds, index) => point(index < 500 ? seconds : seconds + 120));
    expect(lineEnds(later)).toHaveLength(1);
  });

  it("judges the first and the last distance by the one side that there is", () => {
    expect(lineEnds(spaced([60, ...repeat(10, 1)]))).toEqual([0]);
    expect(lineEnds(spaced([...repeat(10, 1), 60]))).toEqual([10]);
  });

  it("judges a single distance by the slowest row", () => {
    expect(hasGaps(spaced([20]))).toBe(false);
    expect(hasGaps(spaced([60]))).toBe(true);
  });

  it("finds what stands alone between gaps", () => {
    expect(loneValues([7, null, 8, 9, null, 10, null, 11])).toEqual([0, 5, 7]);
    expect(loneValues([1, 2])).toEqual([]);
  });

  it("has none among none", () => {
    expect(seriesOf([])).toEqual([[], [], []]);
    expect(hasGaps([])).toBe(false);
    expect(hasGaps([point(0)])).toBe(false);
  });
});

describe("bands of incidents", () => {
  const incident = (fromSeconds: number, toSeconds: number | null): Incident => ({
    id: "i",
    behavior: "absent",
    started_at: at(fromSeconds),
    ended_at: toSeconds === null ? null : at(toSeconds),
    confidence: 0.9,
    focus_score_min: 20,
    message: "",
    must_be_decided: true,
    clip: { fate: "sent", reason: null },
    cause: null,
  });

  it("lets an open one reach to the end", () => {
    const [open, closed] = incidentBands([incident(10, null), incident(1, 3)], BASE_SECONDS + 60);
    expect([open?.from, open?.to]).toEqual([BASE_SECONDS + 10, BASE_SECONDS + 60]);
    expect([closed?.from, closed?.to]).toEqual([BASE_SECONDS + 1, BASE_SECONDS + 3]);
  });

  it("lets one that opened after the last score begin and end there", () => {
    const [open] = incidentBands([incident(70, null)], BASE_SECONDS + 60);
    expect([open?.from, open?.to]).toEqual([BASE_SECONDS + 70, BASE_SECONDS + 70]);
  });
});
