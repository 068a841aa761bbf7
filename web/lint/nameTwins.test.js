// @vitest-environment node
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Linter } from "eslint";
import { expect, it } from "vitest";
import { nameTwins, twinsOf } from "./nameTwins.js";

it.each([
  ["Leaderboard.tsx", "leaderboard.ts"],
  ["Leaderboard.module.css", "leaderboard.ts"],
  ["clips.ts", "clips.tsx"],
  ["Live.tsx", "live.test.ts"],
  ["clips.test.ts", "clips.test.tsx"],
  ["Answers.ts", "answers"],
])("%s and %s are twins, whichever is asked about", (one, other) => {
  expect(twinsOf(one, [one, other, "else.ts"])).toEqual([other]);
  expect(twinsOf(other, [one, other, "else.ts"])).toEqual([one]);
});

it.each([
  ["Exam.tsx", "Exam.module.css"],
  ["exam.ts", "exam.test.ts"],
  ["schema.ts", "schema.gen.ts"],
  ["exam.ts", "examPage.ts"],
  [".npmrc", ".gitignore"],
])("%s and %s are none", (one, other) => {
  expect(twinsOf(one, [one, other])).toEqual([]);
  expect(twinsOf(other, [one, other])).toEqual([]);
});

it("is told of by the linter, at both files", () => {
  const folder = mkdtempSync(join(tmpdir(), "twins-"));
  try {
    for (const name of ["Board.js", "board.ts", "other.js"]) writeFileSync(join(folder, name), "");
    const linter = new Linter({ cwd: folder });
    const config = {
      plugins: { invigil: { rules: { "name-twins": nameTwins } } },
      rules: { "invigil/name-twins": "error" },
    };
    const told = (name) => linter.verify("", config, { filename: join(folder, name) }).map(({ message }) => message);
    expect(told("Board.js")).toEqual([expect.stringContaining("Board.js and board.ts are one name")]);
    expect(told("other.js")).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
