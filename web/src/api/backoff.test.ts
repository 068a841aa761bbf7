import { describe, expect, it } from "vitest";
import { backoffMillis } from "./backoff";

const options = { firstMillis: 500, maxMillis: 10_000 };

describe("backoffMillis", () => {
  it("doubles up to the cap", () => {
    const longest = [0, 1, 2, 3, 4, 5, 50].map((attempt) => backoffMillis(attempt, options, () => 1));
    expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  });

  it("spreads the waiting over the upper half", () => {
    expect(backoffMillis(2, options, () => 0)).toBe(1000);
    expect(backoffMillis(2, options, () => 0.5)).toBe(1500);
  });
});
