import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../../api/problem";
import type { AnswerValue, AnswerWrite, SavedAnswer } from "../../api/types";
import { localAnswerBackup } from "./answerBackup";
import { ModelStorage } from "./answerModel";
import { AnswerStore } from "./answerStore";

const LIMITS = { max_text_characters: 1000, max_body_bytes: 4000 };
const text = (value: string): AnswerValue => ({ text: value });

let calls: AnswerWrite[];
let respond: (write: AnswerWrite) => Promise<SavedAnswer>;

const accept = ({ version }: AnswerWrite): Promise<SavedAnswer> =>
  Promise.resolve({ question_id: "q1", version, saved_at: new Date(calls.length * 60_000).toISOString() });
const unreachable = () => Promise.reject(new Problem(0, "unreachable", "No network."));
const texts = () => calls.map(({ value }) => value.text);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  calls = [];
  respond = accept;
});

afterEach(() => {
  vi.useRealTimers();
});

const open = (storage: Storage = localStorage) => {
  const save = (_questionId: string, write: AnswerWrite) => {
    calls.push(write);
    return respond(write);
  };
  const store = new AnswerStore([], LIMITS, save, localAnswerBackup("s1", storage));
  store.resume();
  return store;
};
const q1 = (store: AnswerStore) => store.getSnapshot().entries.get("q1");

/** What is typed without end, is too long or cannot be stored, and where nothing can be kept. */
describe("AnswerStore at its limits", () => {
  it("sends now and then while somebody types without a pause", async () => {
    const store = open();
    for (let typed = 1; typed <= 60; typed += 1) {
      store.set("q1", text("x".repeat(typed)));
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(calls.length).toBeGreaterThanOrEqual(2);
    expect(calls.length).toBeLessThan(6);
  });

  it("keeps a text that is too long, says so, and saves it when it is shorter", async () => {
    const store = open();
    store.set("q1", text("x".repeat(1001)));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toEqual([]);
    expect(q1(store)).toMatchObject({ value: text("x".repeat(1001)), state: "too_long" });
    expect(store.getSnapshot()).toMatchObject({ unsavedCount: 1, pendingCount: 0 });
    store.set("q1", text("語".repeat(1000))); // few enough characters, but 3,000 bytes are fine
    await vi.advanceTimersByTimeAsync(700);
    expect(q1(store)?.state).toBe("saved");
    store.set("q1", text("\u0001".repeat(900))); // six bytes each in JSON
    expect(q1(store)?.state).toBe("too_long");
  });

  it("sends, and shows, only what can be stored", async () => {
    const store = open();
    store.set("q1", text("a\u0000b\ud83d"));
    expect(q1(store)?.value).toEqual(text("ab\ufffd"));
    await store.flush();
    expect(texts()).toEqual(["ab\ufffd"]);
  });

  it("says that a text is only on this page where the browser keeps nothing", async () => {
    const full = new ModelStorage();
    full.isFull = true;
    const store = open(full);
    respond = unreachable;
    store.set("q1", text("x"));
    expect(store.getSnapshot().isBackedUp).toBe(false);
    respond = accept;
    await store.flush();
    expect(store.getSnapshot()).toMatchObject({ isBackedUp: true, unsavedCount: 0 });
  });
});
