import { describe, expect, it, vi } from "vitest";
import { AnswerConflict, Problem } from "../../api/problem";
import type { AnswerBackup, LeftAnswers } from "./answerBackup";
import type { BackedUpAnswer } from "./answerSlot";
import { AnswerStore, waitsForStudent } from "./answerStore";
import { accept, conflictWith, eachWithItsOwnServer, open, q1, server, stored, text, texts } from "./fakeAnswerServer";

eachWithItsOwnServer();

/** A text here and another that is stored, with nothing decided yet. */
async function inConflict(mine: string, other: string) {
  server.respond = conflictWith(stored(other, "elsewhere", 5));
  const store = open([stored("before", "v1")]);
  store.set("q1", text(mine));
  await store.flush();
  expect(q1(store)?.state).toBe("conflict");
  server.respond = accept;
  server.calls = [];
  return store;
}

/** What mutants of the store survived, and what would have cost a student an answer. */
describe("AnswerStore", () => {
  it.each([
    ["a token that has expired", new Problem(403, "csrf", "Load the page again.")],
    ["a sitting that is paused", new Problem(409, "session_not_active", "The exam is paused.")],
    ["nobody signed in", new Problem(401, "unauthenticated", "Sign in.")],
  ])("sends again after %s", async (_, problem) => {
    server.respond = () => Promise.reject(problem);
    const store = open();
    store.set("q1", text("a"));
    await vi.advanceTimersByTimeAsync(700);
    expect(q1(store)).toMatchObject({ state: "unsaved", refusal: null });
    expect(waitsForStudent(q1(store))).toBe(false);
    server.respond = accept;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(q1(store)?.state).toBe("saved");
  });

  it("leaves what is refused to the student", async () => {
    server.respond = () => Promise.reject(new Problem(400, "invalid_text", "Not this."));
    const store = open();
    store.set("q1", text("a"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.calls).toHaveLength(1);
    expect(q1(store)).toMatchObject({ state: "refused", refusal: "Not this." });
    expect(waitsForStudent(q1(store))).toBe(true);
    expect(waitsForStudent(undefined)).toBe(false);
  });

  it("does not go round in circles with a server that tells of own writes for ever", async () => {
    server.respond = () => {
      const first = server.calls[0]?.write.version ?? "";
      return Promise.reject(new AnswerConflict("Two versions.", stored("a", first, server.calls.length)));
    };
    const store = open();
    store.set("q1", text("a"));
    await vi.advanceTimersByTimeAsync(700);
    store.set("q1", text("ab"));
    await store.flush();
    expect(server.calls, "one, and then one with three that follow at once").toHaveLength(5);
  });

  it("lets nobody choose in a window that is locked", async () => {
    const store = await inConflict("mine", "other");
    store.lock("Continued elsewhere.");
    store.choose("q1", "other");
    store.retry("q1");
    expect(store.keepBothEverywhere()).toBe(false);
    await vi.advanceTimersByTimeAsync(5000);
    expect(server.calls).toEqual([]);
    expect(q1(store)).toMatchObject({ value: text("mine"), state: "conflict" });
    store.unlock();
    store.choose("q1", "other");
    expect(q1(store)?.value).toEqual(text("other"));
  });

  it("keeps both texts where the time is over, and says that there is something to send", async () => {
    const store = await inConflict("mine", "other");
    expect(store.keepBothEverywhere()).toBe(true);
    await store.flush();
    expect(texts()).toEqual(["mine\n\nother"]);
    expect(store.keepBothEverywhere()).toBe(false);
  });

  it("does not make a text of two that would be too long to be stored at all", async () => {
    const store = await inConflict("m".repeat(600), "o".repeat(600));
    expect(store.keepBothEverywhere()).toBe(false);
    expect(q1(store)).toMatchObject({ value: text("m".repeat(600)), state: "conflict" });
  });

  it("passes over choices and retries of questions without a conflict or an answer", () => {
    const store = open([stored("a", "v1")]);
    store.choose("q1", "other");
    store.choose("none", "mine");
    store.retry("none");
    expect(q1(store)).toMatchObject({ value: text("a"), state: "saved" });
    expect(store.getSnapshot().entries.size).toBe(1);
  });

  it("takes nothing more in once it is closed or disposed", () => {
    const closed = open([stored("a", "v1")]);
    closed.close();
    closed.set("q1", text("b"));
    expect(q1(closed)?.value).toEqual(text("a"));
    expect(closed.isClosed).toBe(true);

    const disposed = open([stored("a", "v1")]);
    disposed.dispose();
    disposed.set("q1", text("b"));
    disposed.refresh([stored("c", "v2", 9)]);
    disposed.close();
    expect(q1(disposed)?.value).toEqual(text("a"));
    expect(disposed.isClosed).toBe(false);
  });

  it("tells its listeners until they have gone", () => {
    const store = open();
    const listener = vi.fn();
    const leave = store.subscribe(listener);
    store.set("q1", text("a"));
    expect(listener).toHaveBeenCalled();
    leave();
    listener.mockClear();
    store.set("q1", text("ab"));
    expect(listener).not.toHaveBeenCalled();
  });

  it("sends what was typed before it began to send", async () => {
    const store = new AnswerStore(
      [],
      { max_text_characters: 1000, max_body_bytes: 4000 },
      (questionId, write, leaving) => {
        server.calls.push({ questionId, write, leaving });
        return server.respond(write);
      },
      new OneLeft(true),
    );
    store.set("q1", text("early"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(texts()).toEqual([]);
    store.resume();
    await vi.advanceTimersByTimeAsync(0);
    expect(texts()).toEqual(["early"]);
  });

  it("keeps the copy of a page that is gone until the server has it, where this browser has no room for another", async () => {
    const backup = new OneLeft(false);
    const limits = { max_text_characters: 1000, max_body_bytes: 4000 };
    server.respond = () => Promise.reject(new Problem(0, "unreachable", "No network."));
    const store = new AnswerStore([], limits, (_, write) => server.respond(write), backup);
    store.resume();
    await vi.advanceTimersByTimeAsync(5000);
    expect(q1(store)).toMatchObject({ value: text("left"), state: "unsaved" });
    expect(backup.left.size).toBe(1);

    server.respond = accept;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(q1(store)?.state).toBe("saved");
    expect(backup.left.size).toBe(0);
  });
});

/** A browser in which one page has left one answer. */
class OneLeft implements AnswerBackup {
  readonly left: Map<string, BackedUpAnswer>;

  constructor(private readonly hasRoom: boolean) {
    this.left = new Map(hasRoom ? [] : [["q1", { value: text("left"), builds_on: null, sent: [] }]]);
  }

  write(answers: ReadonlyMap<string, BackedUpAnswer>): boolean {
    return this.hasRoom || answers.size === 0;
  }

  findLeft(onFound: (left: LeftAnswers) => void): void {
    onFound({
      read: () => new Map(this.left),
      remove: (questionId) => void this.left.delete(questionId),
    });
  }

  forget(): void {
    // Nothing of this window's own is kept.
  }

  clear(): void {
    this.left.clear();
  }

  release(): void {
    // No locks.
  }
}
