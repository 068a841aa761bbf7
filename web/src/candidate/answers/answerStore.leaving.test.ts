import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AnswerConflict, Problem } from "../../api/problem";
import type { Answer, AnswerValue, AnswerWrite, SavedAnswer } from "../../api/types";
import { localAnswerBackup } from "./answerBackup";
import { AnswerStore } from "./answerStore";

const LIMITS = { max_text_characters: 1000, max_body_bytes: 4000 };
const text = (value: string): AnswerValue => ({ text: value });
const stored = (value: string, version: string, seconds = 0): Answer => ({
  question_id: "q1",
  value: text(value),
  version,
  saved_at: new Date(seconds * 1000).toISOString(),
});

let calls: { questionId: string; write: AnswerWrite; leaving: boolean }[];
let respond: (write: AnswerWrite) => Promise<SavedAnswer>;

const accept = ({ version }: AnswerWrite): Promise<SavedAnswer> =>
  Promise.resolve({ question_id: "q1", version, saved_at: new Date(calls.length * 60_000).toISOString() });
const unreachable = () => Promise.reject(new Problem(0, "unreachable", "No network."));
const texts = () => calls.map(({ write }) => write.value.text);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  calls = [];
  respond = accept;
});

afterEach(() => {
  vi.useRealTimers();
});

const open = (answers: readonly Answer[] = [], storage: Storage = localStorage) => {
  const save = (questionId: string, write: AnswerWrite, leaving: boolean) => {
    calls.push({ questionId, write, leaving });
    return respond(write);
  };
  const store = new AnswerStore(answers, LIMITS, save, localAnswerBackup("s1", storage));
  store.resume();
  return store;
};
const q1 = (store: AnswerStore) => store.getSnapshot().entries.get("q1");

describe("AnswerStore, when its page is left", () => {
  it("sends nothing after it is disposed, though a reply says that it could go on", async () => {
    respond = unreachable;
    const store = open();
    store.set("q1", text("first"));
    await store.flush();
    const arrived = calls[0]?.write.version ?? "";
    let answer: (() => void) | undefined;
    respond = () =>
      new Promise((_, reject) => {
        answer = () => {
          reject(new AnswerConflict("Two versions.", stored("first", arrived, 1)));
        };
      });
    store.set("q1", text("second"));
    store.sendBeforeLeaving();
    store.dispose();
    answer?.();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(texts()).toEqual(["first", "second"]);
    expect(localStorage.length).toBe(1);
  });

  it("sends nothing once it is disposed, not even for a flush that is under way", async () => {
    let fail: (() => void) | undefined;
    respond = () =>
      new Promise((_, reject) => {
        fail = () => {
          reject(new Problem(0, "unreachable", "No network."));
        };
      });
    const store = open();
    store.set("q1", text("left"));
    void store.flush();
    store.dispose();
    fail?.();
    await vi.advanceTimersByTimeAsync(120_000);
    await store.flush();
    store.set("q1", text("ghost"));
    await vi.advanceTimersByTimeAsync(120_000);
    expect(texts()).toEqual(["left"]);
    expect(localStorage.length, "the next page finds it").toBe(1);
  });

  it("sends what is unsaved when its page is left, and forgets the copy when that has arrived", async () => {
    const store = open();
    store.set("q1", text("last words"));
    store.sendBeforeLeaving();
    store.dispose();
    expect(calls).toMatchObject([{ write: { value: text("last words") }, leaving: true }]);
    await vi.advanceTimersByTimeAsync(0);
    expect(localStorage.length).toBe(0);
  });

  it("sends what is newer than a write under way when its page is left, building on that write", () => {
    respond = () => new Promise(() => undefined);
    const store = open([stored("old", "v1")]);
    store.set("q1", text("first"));
    void store.flush();
    store.set("q1", text("first and second"));
    store.sendBeforeLeaving();
    store.sendBeforeLeaving();
    store.dispose();
    expect(texts()).toEqual(["first", "first and second"]);
    expect(calls[1]).toMatchObject({ leaving: true, write: { builds_on: calls[0]?.write.version } });

    const arrived = stored("first and second", calls[1]?.write.version ?? "", 9);
    respond = accept;
    const after = open([arrived]);
    expect(q1(after)).toMatchObject({ value: arrived.value, state: "saved" });
    expect(localStorage.length).toBe(0);
  });

  it.each([
    ["in turn", [0, 1]],
    ["the other way round", [1, 0]],
  ])("stays right where the page is not gone after all and both replies come, %s", async (_, order: number[]) => {
    const replies: (() => void)[] = [];
    respond = ({ version }) =>
      new Promise((resolve) => {
        const saved_at = stored("", "", calls.length).saved_at;
        replies.push(() => {
          resolve({ question_id: "q1", version, saved_at });
        });
      });
    const store = open([stored("old", "v1")]);
    store.set("q1", text("first"));
    const flushed = store.flush();
    store.set("q1", text("second"));
    store.sendBeforeLeaving();
    for (const index of order) replies[index]?.();
    await flushed;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(texts()).toEqual(["first", "second"]);
    expect(q1(store)).toMatchObject({ value: text("second"), state: "saved" });
  });
});
