import { describe, expect, it } from "vitest";
import { accommodationWords } from "./accommodations";

const STARTED = "2026-03-01T09:00:00.000Z";
const words = (policy: Record<string, unknown>, updated_at = "2026-02-01T09:00:00.000Z") =>
  accommodationWords({ policy, updated_at }, STARTED);

describe("what is allowed", () => {
  it("tells of moving lips", () => {
    expect(words({ may_read_aloud: true })).toBe("Allowed in this exam: to read aloud, so lips may move.");
  });

  it("tells of all that is allowed", () => {
    expect(words({ paper_exam: true, may_read_aloud: true, may_look_down: true })).toBe(
      "Allowed in this exam: to read aloud, so lips may move; to look down, so a bent head counts for nothing;" +
        " to write on paper, so a bent head counts for nothing.",
    );
  });

  it("says nothing where nothing is out of the ordinary", () => {
    expect(words({})).toBeUndefined();
    expect(words({ may_read_aloud: false, behaviors: { away: { enter_ms: 8000 } } })).toBeUndefined();
  });

  it("does not claim of a session what came into the exam later", () => {
    expect(words({ may_read_aloud: true }, "2026-03-01T09:30:00.000Z")).toMatch(
      /changed after this session began; this is how it stands now\.$/,
    );
  });
});
