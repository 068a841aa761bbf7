import { expect, it } from "vitest";
import { fits, isAnswered, joined, sameAnswer, storable, textSize } from "./answerValue";

const LIMITS = { max_text_characters: 100_000, max_body_bytes: 262_144 };

it.each([
  [undefined, false],
  [{ text: "  " }, false],
  [{ text: "x" }, true],
  [{ option_ids: [] }, false],
  [{ option_ids: ["a"] }, true],
])("isAnswered(%j) is %s", (value, expected) => {
  expect(isAnswered(value)).toBe(expected);
});

it.each([
  [{ text: "a" }, { text: "a", option_ids: null }, true],
  [{ text: "a" }, { text: "a " }, false],
  [{ text: "" }, { option_ids: [] }, false],
  [{ option_ids: ["a"] }, { option_ids: ["a"], text: null }, true],
  [{ option_ids: ["a"] }, { option_ids: ["a", "b"] }, false],
  [{ option_ids: ["a", "b"] }, { option_ids: ["a", "c"] }, false],
  [{ option_ids: [] }, {}, true],
  [{}, { option_ids: [] }, true],
  [{ option_ids: ["a"] }, { text: "a", option_ids: ["a"] }, false],
])("sameAnswer(%j, %j) is %s", (a, b, expected) => {
  expect(sameAnswer(a, b)).toBe(expected);
});

it("measures texts as the server does, in UTF-16 units and in bytes", () => {
  expect(textSize("𝄞", LIMITS)).toEqual({ characters: 2, excess: 0, isGuess: false });
  expect(fits({ text: "x".repeat(100_000) }, LIMITS)).toBe(true);
  expect(textSize("x".repeat(100_003), LIMITS)).toEqual({ characters: 100_003, excess: 3, isGuess: false });
  const cjk = textSize("語".repeat(90_000), LIMITS);
  expect(cjk).toMatchObject({ characters: 90_000, isGuess: true });
  expect(fits({ text: "語".repeat(90_000 - cjk.excess) }, LIMITS)).toBe(true);
});

it("finds the last text that fits, to the byte", () => {
  const limits = { max_text_characters: 1000, max_body_bytes: 1000 };
  expect(textSize("x".repeat(798), limits)).toEqual({ characters: 798, excess: 0, isGuess: false });
  expect(textSize("x".repeat(799), limits)).toEqual({ characters: 799, excess: 1, isGuess: true });
});

it("leaves a text that can be stored as it is, emojis included", () => {
  const value = { text: "Ünïcode ✓ 👩‍🚀 𝄞\n\t" };
  expect(storable(value)).toBe(value);
  expect(storable({ text: "\u0000a\udc00" })).toEqual({ text: "a\ufffd" });
});

it("joins texts only", () => {
  expect(joined({ text: "a" }, { text: "b" })).toEqual({ text: "a\n\nb" });
  expect(joined({ option_ids: ["a"] }, { option_ids: ["b"] })).toBeUndefined();
  expect(joined({ text: "a" }, { option_ids: ["b"] })).toBeUndefined();
  expect(joined({ option_ids: ["a"] }, { text: "b" })).toBeUndefined();
});
