import { expect, it } from "vitest";
import { incidentWords } from "./words";

const incident = (behavior: string, seconds: number | null) => ({
  behavior,
  started_at: "2026-03-01T09:00:00.000Z",
  ended_at: seconds === null ? null : new Date(Date.UTC(2026, 2, 1, 9, 0, seconds)).toISOString(),
});

it.each([
  ["absent", null, "Nobody in view"],
  ["absent", 3, "Nobody in view"],
  ["away", null, "Away"],
  ["away", 12, "Away for 12 s"],
  ["away", 70, "Away for 1 min 10 s"],
  ["looking_left", 20, "Looking left"],
])("says of %s after %s s: %s", (behavior, seconds, words) => {
  expect(incidentWords(incident(behavior, seconds))).toBe(words);
});
