import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../../api/problem";
import type { AnswerValue, SavedAnswer } from "../../api/types";
import { AnswerStore } from "./answerStore";
import { isAnswered, localAnswerBackup } from "./answerBackup";

const SAVED_AT = "2026-03-01T09:00:00.000Z";
const text = (value: string): AnswerValue => ({ text: value });

let calls: { questionId: string; value: AnswerValue; revision: number }[];
let respond: (questionId: string, revision: number) => Promise<SavedAnswer>;
const save = (questionId: string, value: AnswerValue, revision: number) => {
  calls.push({ questionId, value, revision });
  return respond(questionId, revision);
};

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  calls = [];
  respond = (question_id, revision) => Promise.resolve({ question_id, revision, saved_at: SAVED_AT });
});

afterEach(() => {
  vi.useRealTimers();
});

const open = (answers: ConstructorParameters<typeof AnswerStore>[0] = []) => {
  const store = new AnswerStore(answers, save, localAnswerBackup("s1"));
  store.resume();
  return store;
};

describe("AnswerStore", () => {
  it("sends a moment after the last key stroke, once", async () => {
    const store = open();
    for (const typed of ["a", "ab", "abc"]) {
      store.set("q1", text(typed));
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(calls).toEqual([]);
    expect(store.getSnapshot().unsavedCount).toBe(1);
    await vi.advanceTimersByTimeAsync(700);
    expect(calls).toEqual([{ questionId: "q1", value: text("abc"), revision: 3 }]);
    expect(store.getSnapshot().unsavedCount).toBe(0);
    expect(store.getSnapshot().entries.get("q1")?.state).toBe("saved");
  });

  it("goes on from the server's revision", async () => {
    const store = open([{ question_id: "q1", value: text("old"), revision: 7, saved_at: SAVED_AT }]);
    expect(store.getSnapshot().entries.get("q1")).toMatchObject({ value: text("old"), state: "saved" });
    store.set("q1", text("new"));
    await store.flush();
    expect(calls[0]?.revision).toBe(8);
  });

  it("tries again with growing pauses, shows that, and sends the newest", async () => {
    respond = () => Promise.reject(new Problem(0, "unreachable", "No network."));
    const store = open();
    store.set("q1", text("a"));
    await vi.advanceTimersByTimeAsync(700);
    expect(store.getSnapshot()).toMatchObject({ unsavedCount: 1, failure: "No network." });
    store.set("q1", text("ab"));
    await vi.advanceTimersByTimeAsync(60_000);
    const tries = calls.length;
    expect(tries).toBeGreaterThan(3);
    expect(tries).toBeLessThan(20);
    respond = (question_id, revision) => Promise.resolve({ question_id, revision, saved_at: SAVED_AT });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(calls.at(-1)).toEqual({ questionId: "q1", value: text("ab"), revision: 2 });
    expect(store.getSnapshot()).toMatchObject({ unsavedCount: 0, failure: null });
  });

  it("sends an answer again that changed while it was on its way", async () => {
    let finish: (() => void) | undefined;
    respond = (question_id, revision) =>
      new Promise((resolve) => {
        finish = () => {
          resolve({ question_id, revision, saved_at: SAVED_AT });
        };
      });
    const store = open();
    store.set("q1", text("a"));
    await vi.advanceTimersByTimeAsync(700);
    store.set("q1", text("ab"));
    finish?.();
    await vi.advanceTimersByTimeAsync(1500);
    finish?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(calls.map(({ revision }) => revision)).toEqual([1, 2]);
    expect(store.getSnapshot().unsavedCount).toBe(0);
  });

  it("wins over another window's newer revision with what its student sees", async () => {
    respond = (question_id, revision) =>
      Promise.resolve({ question_id, revision: Math.max(revision, 9), saved_at: SAVED_AT });
    const store = open();
    store.set("q1", text("mine"));
    await vi.advanceTimersByTimeAsync(5000);
    expect(calls.map(({ revision }) => revision)).toEqual([1, 10]);
    expect(store.getSnapshot().unsavedCount).toBe(0);
  });

  it("survives a reload by the browser's storage, and sends what was left", async () => {
    respond = () => Promise.reject(new Problem(0, "unreachable", "No network."));
    const before = open();
    before.set("q1", text("typed just before the crash"));
    before.dispose();

    respond = (question_id, revision) => Promise.resolve({ question_id, revision, saved_at: SAVED_AT });
    const after = open([{ question_id: "q2", value: { option_ids: ["a"] }, revision: 1, saved_at: SAVED_AT }]);
    expect(after.getSnapshot().entries.get("q1")?.value).toEqual(text("typed just before the crash"));
    await vi.advanceTimersByTimeAsync(10);
    expect(calls.at(-1)?.value).toEqual(text("typed just before the crash"));
    expect(localStorage.length).toBe(0);
  });

  it("trusts the server's answer over an older copy in the browser", () => {
    localAnswerBackup("s1").write(new Map([["q1", { value: text("older"), revision: 2 }]]));
    const store = open([{ question_id: "q1", value: text("newer"), revision: 3, saved_at: SAVED_AT }]);
    expect(store.getSnapshot().entries.get("q1")?.value).toEqual(text("newer"));
    expect(store.getSnapshot().unsavedCount).toBe(0);
  });

  it("shows a refused answer and does not send it again until it changes", async () => {
    respond = () => Promise.reject(new Problem(422, "invalid_answer", "Too long."));
    const store = open();
    store.set("q1", text("x"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toHaveLength(1);
    expect(store.getSnapshot().entries.get("q1")).toMatchObject({ state: "refused", refusal: "Too long." });
    store.set("q1", text("y"));
    await vi.advanceTimersByTimeAsync(700);
    expect(calls).toHaveLength(2);
  });

  it("stops when the session is closed", async () => {
    respond = () => Promise.reject(new Problem(409, "session_closed", "Over."));
    const store = open();
    store.set("q1", text("x"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toHaveLength(1);
    expect(store.isClosed).toBe(true);
  });
});

describe("localAnswerBackup", () => {
  it("reads nothing from what it did not write", () => {
    localStorage.setItem("invigil.answers.s1", '{"q1": 5, "q2": {"value": {"text": "a"}, "revision": 2}, "q3": null}');
    expect([...localAnswerBackup("s1").read().keys()]).toEqual(["q2"]);
    localStorage.setItem("invigil.answers.s1", "{broken");
    expect(localAnswerBackup("s1").read().size).toBe(0);
  });
});

it.each([
  [undefined, false],
  [text("  "), false],
  [text("x"), true],
  [{ option_ids: [] }, false],
  [{ option_ids: ["a"] }, true],
])("isAnswered(%j) is %s", (value, expected) => {
  expect(isAnswered(value)).toBe(expected);
});
