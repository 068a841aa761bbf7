import { beforeEach, describe, expect, it } from "vitest";
import { localAnswerBackup, type LeftAnswers } from "./answerBackup";
import { ModelLocks, ModelStorage } from "./answerModel";

const kept = (text: string) => ({ value: { text }, builds_on: null, sent: [] });

let storage: ModelStorage;
let locks: LockManager;

beforeEach(() => {
  storage = new ModelStorage();
  locks = new ModelLocks() as unknown as LockManager;
});

/** A window, and what it has found; the locks are given in turn, so looking takes a moment. */
async function open(withLocks: LockManager | null = locks) {
  const backup = localAnswerBackup("s1", storage, withLocks);
  const found: LeftAnswers[] = [];
  backup.findLeft((left) => found.push(left));
  await Promise.resolve();
  return {
    backup,
    texts: () => found.flatMap((left) => [...left.read().values()].map(({ value }) => value.text)),
    found,
  };
}

describe("localAnswerBackup", () => {
  it("keeps two windows apart, and tells of one when it has gone", async () => {
    const first = await open();
    first.backup.write(new Map([["q1", kept("first")]]));
    const second = await open();
    second.backup.write(new Map([["q1", kept("second")]]));
    expect(second.texts()).toEqual([]);
    expect(storage.length).toBe(2);

    first.backup.release();
    await expect.poll(() => second.texts()).toEqual(["first"]);
    second.found[0]?.remove("q1");
    expect(storage.length).toBe(1);
  });

  it("tells only one window of what was left", async () => {
    const first = await open();
    first.backup.write(new Map([["q1", kept("first")]]));
    const second = await open();
    const third = await open();
    first.backup.release();
    await expect.poll(() => [...second.texts(), ...third.texts()]).toEqual(["first"]);
  });

  it("finds what was left where the browser has no locks", async () => {
    const { backup } = await open(null);
    backup.write(new Map([["q1", kept("left")]]));
    expect((await open(null)).texts()).toEqual(["left"]);
  });

  it("reads nothing from what it did not write, and what pages of before this version kept", async () => {
    storage.setItem("invigil.answers.s1", '{"q1": 5, "q2": {"value": {"text": "a"}, "revision": 2}, "q3": null}');
    storage.setItem("invigil.answers.s1.broken", "{broken");
    storage.setItem("invigil.answers.s2.other", '{"answers": {"q1": {"value": {"text": "of another exam"}}}}');
    const { found, texts } = await open();
    expect(texts()).toEqual(["a"]);
    expect(found[0]?.read().get("q2")).toEqual(kept("a"));
  });

  it("is bounded in windows and in time", async () => {
    const old = Date.now() - 31 * 24 * 3600 * 1000;
    storage.setItem("invigil.answers.s0.w", JSON.stringify({ written_at_ms: old, answers: { q1: kept("old") } }));
    for (let n = 0; n < 20; n += 1) {
      storage.setItem(
        `invigil.answers.s1.w${n}`,
        JSON.stringify({ written_at_ms: Date.now() - n, answers: { q1: kept(`${n}`) } }),
      );
    }
    const { texts } = await open();
    expect(texts()).toHaveLength(16);
    expect(texts()).toContain("0");
    expect(texts()).not.toContain("19");
    expect(storage.getItem("invigil.answers.s0.w")).toBeNull();
  });

  it("leaves what another exam's window has left for as long as somebody may come back", async () => {
    const younger = Date.now() - 29 * 24 * 3600 * 1000;
    const left = JSON.stringify({ written_at_ms: younger, answers: { q1: kept("of another exam") } });
    storage.setItem("invigil.answers.s0.w", left);
    await open();
    expect(storage.getItem("invigil.answers.s0.w")).toBe(left);
  });

  it("takes over chosen options, and nothing that is no answer", async () => {
    const choice = { value: { option_ids: ["a", "b"] }, builds_on: "v1", sent: ["v2", 3] };
    const answers = {
      q1: choice,
      q2: { value: { option_ids: ["a", 1] } },
      q3: { value: { option_ids: "a" } },
      q4: { value: {} },
      q5: { value: null },
    };
    storage.setItem("invigil.answers.s1.w", JSON.stringify({ written_at_ms: "long ago", answers }));
    const { found } = await open();
    expect([...(found[0]?.read() ?? [])]).toEqual([["q1", { ...choice, sent: ["v2"] }]]);
  });

  it("tells of no window that has left nothing, and of each once", async () => {
    storage.setItem("invigil.answers.s1.empty", JSON.stringify({ written_at_ms: 1, answers: {} }));
    storage.setItem("invigil.answers.s1.w", JSON.stringify({ written_at_ms: 1, answers: { q1: kept("left") } }));
    const { backup, found } = await open(null);
    backup.findLeft((left) => found.push(left));
    expect(found).toHaveLength(1);
  });

  it("keeps nothing, and fails at nothing, where the browser forbids it", () => {
    const forbidden = () => {
      throw new DOMException("not here", "SecurityError");
    };
    const closed = {
      get length(): number {
        return forbidden();
      },
      key: forbidden,
      getItem: forbidden,
      setItem: forbidden,
      removeItem: forbidden,
      clear: forbidden,
    } as unknown as Storage;
    const backup = localAnswerBackup("s1", closed, null);
    backup.findLeft(() => {
      throw new Error("there is nothing");
    });
    expect(backup.write(new Map([["q1", kept("x")]]))).toBe(false);
    backup.forget("q1");
    backup.clear();
    expect(backup.write(new Map())).toBe(true);
  });

  it("says when there is no room", async () => {
    const { backup } = await open();
    storage.isFull = true;
    expect(backup.write(new Map([["q1", kept("x")]]))).toBe(false);
    expect(backup.write(new Map())).toBe(true);
  });

  it("clears every window's answers of the session", async () => {
    const first = await open();
    first.backup.write(new Map([["q1", kept("first")]]));
    const second = await open();
    second.backup.clear();
    expect(storage.length).toBe(0);
  });
});
