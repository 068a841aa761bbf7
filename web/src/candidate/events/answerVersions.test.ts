import { describe, expect, it } from "vitest";
import { AnswerConflict } from "../../api/problem";
import type { Answer, SavedAnswer } from "../../api/types";
import { AnswerVersions } from "./answerVersions";

const saved = (question_id: string, version: string): Answer => ({
  question_id,
  version: `${version}-0000-4000-8000-000000000000`,
  value: { text: "" },
  saved_at: "2026-03-01T09:00:00.000Z",
});

describe("AnswerVersions", () => {
  it("knows what the server tells of the answers it was given", () => {
    expect(new AnswerVersions([]).explains("0:0")).toBe(true);
    expect(new AnswerVersions([saved("q1", "f0000001")]).explains("1:f0000001")).toBe(true);
    const two = new AnswerVersions([saved("q1", "f0000001"), saved("q2", "0000000f")]);
    expect(two.explains("2:f000000e")).toBe(true);
    expect(two.explains("1:f0000001")).toBe(false);
  });

  it("knows its own writes, those before included, and no other window's", async () => {
    const versions = new AnswerVersions([]);
    await versions.watch(Promise.resolve(saved("q1", "00000001")));
    await versions.watch(Promise.resolve(saved("q1", "00000002")));
    for (const told of ["0:0", "1:1", "1:2"]) expect(versions.explains(told)).toBe(true);
    expect(versions.explains("1:3")).toBe(false);
    versions.learn([saved("q1", "00000003")]);
    expect(versions.explains("1:3")).toBe(true);
  });

  it("does not judge while a write is on its way, and learns from a conflict", async () => {
    const versions = new AnswerVersions([]);
    let fail: (problem: Error) => void = () => undefined;
    const write = versions.watch(new Promise<SavedAnswer>((_, reject) => (fail = reject)));
    expect(versions.isSaving).toBe(true);
    fail(new AnswerConflict("Two versions.", saved("q1", "00000007")));
    await expect(write).rejects.toThrow();
    expect(versions.isSaving).toBe(false);
    expect(versions.explains("1:7")).toBe(true);
  });

  it("forgets what is long ago", async () => {
    const versions = new AnswerVersions([]);
    for (let write = 1; write <= 200; write += 1) {
      await versions.watch(Promise.resolve(saved("q1", write.toString(16).padStart(8, "0"))));
    }
    expect(versions.explains("1:1")).toBe(false);
    expect(versions.explains("1:c8")).toBe(true);
  });
});
