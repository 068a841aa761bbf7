import { describe, expect, it } from "vitest";
import { oneEntryAnAbsence } from "./absences";
import { incidentWords } from "./words";

const at = (seconds: number): string => new Date(Date.parse("2026-03-01T09:00:00.000Z") + seconds * 1000).toISOString();

const incident = (id: string, behavior: string, fromSeconds: number, toSeconds: number | null) => ({
  id,
  behavior,
  started_at: at(fromSeconds),
  ended_at: toSeconds === null ? null : at(toSeconds),
});

const words = (incidents: ReturnType<typeof incident>[]) =>
  oneEntryAnAbsence(incidents).map((entry) => `${entry.id}: ${incidentWords(entry)}`);

describe("one entry for one absence", () => {
  it("says how long it was, whichever of the two comes first", () => {
    const absent = incident("1", "absent", 10, 22);
    const away = incident("2", "away", 10, 22);
    expect(words([absent, away])).toEqual(["1: Away for 12 s"]);
    expect(words([away, absent])).toEqual(["1: Away for 12 s"]);
  });

  it("keeps its identity while it grows, so that it stays chosen", () => {
    expect(words([incident("1", "absent", 10, null)])).toEqual(["1: Nobody in view"]);
    expect(words([incident("1", "absent", 10, null), incident("2", "away", 10, null)])).toEqual(["1: Away"]);
  });

  it("leaves a short absence, and every other behaviour, as they are", () => {
    const others = [
      incident("1", "absent", 0, 3),
      incident("2", "looking_left", 1, 9),
      incident("3", "focus_score", 2, 4),
    ];
    expect(oneEntryAnAbsence(others)).toEqual(others);
    expect(oneEntryAnAbsence([])).toEqual([]);
  });

  it("keeps absences apart", () => {
    expect(
      words([
        incident("1", "absent", 0, 8),
        incident("2", "away", 0, 8),
        incident("3", "absent", 20, 23),
        incident("4", "absent", 40, 110),
        incident("5", "away", 40, 110),
      ]),
    ).toEqual(["1: Away for 8 s", "3: Nobody in view", "4: Away for 1 min 10 s"]);
  });

  it("joins the one that it grew out of where somebody came back for a moment", () => {
    expect(
      words([incident("1", "absent", 0, 3), incident("2", "absent", 4, 30), incident("3", "away", 0, 30)]),
    ).toEqual(["1: Nobody in view", "2: Away for 26 s"]);
  });

  it("ends with the later of the two", () => {
    expect(words([incident("1", "absent", 0, 20), incident("2", "away", 0, 15)])).toEqual(["1: Away for 20 s"]);
    expect(oneEntryAnAbsence([incident("1", "absent", 0, null), incident("2", "away", 0, 15)])[0]?.ended_at).toBeNull();
  });

  it("shows an away without an absent, as a policy without absent gives it", () => {
    expect(words([incident("2", "away", 0, 8), incident("1", "absent", 20, 22)])).toEqual([
      "2: Away for 8 s",
      "1: Nobody in view",
    ]);
  });

  it("joins the open ones of the live board, which have no end", () => {
    const open = [
      { id: "1", behavior: "absent", started_at: at(0) },
      { id: "2", behavior: "away", started_at: at(0) },
      { id: "3", behavior: "multiple_faces", started_at: at(1) },
    ];
    expect(oneEntryAnAbsence(open)).toEqual([{ id: "1", behavior: "away", started_at: at(0) }, open[2]]);
  });
});
