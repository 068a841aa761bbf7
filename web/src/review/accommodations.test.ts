import { describe, expect, it } from "vitest";
import { accommodationWords } from "./accommodations";

describe("what is allowed", () => {
  it("tells of moving lips", () => {
    expect(accommodationWords(["may_read_aloud"])).toBe("Allowed in this session: to read aloud, so lips may move.");
  });

  it("tells of all that is allowed", () => {
    expect(accommodationWords(["paper_exam", "may_look_down"])).toBe(
      "Allowed in this session: to write on paper, so a bent head counts for nothing;" +
        " to look down, so a bent head counts for nothing.",
    );
  });

  it("says nothing where nothing is out of the ordinary", () => {
    expect(accommodationWords([])).toBeUndefined();
  });
});
