import { expect, it } from "vitest";
import type { Watching } from "../api/types";
import { unwatchedParts, unwatchedWords, watchedWords } from "./watching";

const watching = (share: number | null, no_picture = 0, slow_link = 0): Watching => ({
  watched_seconds: 60,
  watched_share: share,
  unwatched_seconds: { no_picture, slow_link, outage: 0, server_full: 0 },
  is_unwatched: false,
});

it("says how much was watched, and of an old sitting that it was not measured", () => {
  expect(watchedWords(null)).toBe("not measured");
  expect(watchedWords(watching(null))).toBe("–");
  expect(watchedWords(watching(0.999))).toBe("99 %");
  expect(watchedWords(watching(1))).toBe("100 %");
});

it("says why the rest was not", () => {
  expect(unwatchedParts(watching(1))).toBe("");
  expect(unwatchedParts(watching(0.4, 40, 300))).toBe("no usable picture 40 s, slow link 5 min");
  expect(unwatchedWords("server_full")).toBe("Not watched: server full");
  expect(unwatchedWords("a_new_cause")).toBe("Not watched: a new cause");
});
