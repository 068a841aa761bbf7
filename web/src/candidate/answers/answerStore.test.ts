import { describe, expect, it, vi } from "vitest";
import { Problem } from "../../api/problem";
import {
  accept,
  conflictWith,
  eachWithItsOwnServer,
  open,
  q1,
  server,
  stored,
  text,
  texts,
  unreachable,
} from "./fakeAnswerServer";

eachWithItsOwnServer();

describe("AnswerStore", () => {
  it("sends a moment after the last key stroke, once", async () => {
    const store = open();
    for (const typed of ["a", "ab", "abc"]) {
      store.set("q1", text(typed));
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(server.calls).toEqual([]);
    expect(store.getSnapshot()).toMatchObject({ unsavedCount: 1, pendingCount: 1 });
    await vi.advanceTimersByTimeAsync(700);
    expect(texts()).toEqual(["abc"]);
    expect(server.calls[0]?.write.builds_on).toBeNull();
    expect(store.getSnapshot()).toMatchObject({ unsavedCount: 0, pendingCount: 0 });
    expect(q1(store)?.state).toBe("saved");
  });

  it("names the stored version that it builds on, and a version of its own", async () => {
    const store = open([stored("old", "v7")]);
    expect(q1(store)).toMatchObject({ value: text("old"), state: "saved" });
    store.set("q1", text("new"));
    await store.flush();
    store.set("q1", text("newer"));
    await store.flush();
    expect(server.calls[0]?.write.builds_on).toBe("v7");
    expect(server.calls[1]?.write.builds_on).toBe(server.calls[0]?.write.version);
    expect(new Set(server.calls.map(({ write }) => write.version)).size).toBe(2);
  });

  it("tries again with growing pauses, shows that, and sends the newest", async () => {
    server.respond = unreachable;
    const store = open();
    store.set("q1", text("a"));
    await vi.advanceTimersByTimeAsync(700);
    expect(store.getSnapshot()).toMatchObject({ unsavedCount: 1, failure: "No network.", isBackedUp: true });
    await vi.advanceTimersByTimeAsync(5000);
    expect(new Set(server.calls.map(({ write }) => write.version)).size, "a retry is the same write").toBe(1);
    store.set("q1", text("ab"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.calls.length).toBeGreaterThan(3);
    expect(server.calls.length).toBeLessThan(20);
    server.respond = accept;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(texts().at(-1)).toBe("ab");
    expect(store.getSnapshot()).toMatchObject({ unsavedCount: 0, failure: null });
  });

  it("sends an answer again that changed while it was on its way", async () => {
    let finish: (() => void) | undefined;
    server.respond = (write) =>
      new Promise((resolve) => {
        finish = () => void accept(write).then(resolve);
      });
    const store = open();
    store.set("q1", text("a"));
    await vi.advanceTimersByTimeAsync(700);
    store.set("q1", text("ab"));
    finish?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(q1(store)?.state).not.toBe("saved");
    await vi.advanceTimersByTimeAsync(1500);
    finish?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(texts()).toEqual(["a", "ab"]);
    expect(store.getSnapshot().unsavedCount).toBe(0);
  });

  it("waits in a flush for what is on its way, and then sends the rest", async () => {
    let finish: (() => void) | undefined;
    server.respond = (write) =>
      new Promise((resolve) => {
        finish = () => void accept(write).then(resolve);
      });
    const store = open();
    store.set("q1", text("a"));
    await vi.advanceTimersByTimeAsync(700);
    store.set("q1", text("ab"));
    const flushed = store.flush();
    server.respond = accept;
    finish?.();
    await flushed;
    expect(texts()).toEqual(["a", "ab"]);
    expect(store.getSnapshot().pendingCount).toBe(0);
  });

  it("keeps both where another window has changed the answer, and sends nothing until the student has chosen", async () => {
    server.respond = conflictWith(stored("theirs", "v2", 5));
    const store = open([stored("old", "v1")]);
    store.set("q1", text("mine"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.calls).toHaveLength(1);
    expect(q1(store)).toMatchObject({ value: text("mine"), state: "conflict", other: stored("theirs", "v2", 5) });
    expect(store.getSnapshot()).toMatchObject({ unsavedCount: 1, pendingCount: 0, failure: null });
  });

  it.each([
    ["mine", ["mine", "mine"], "mine"],
    ["other", ["mine"], "theirs"],
    ["both", ["mine", "mine\n\ntheirs"], "mine\n\ntheirs"],
  ] as const)("goes on with the student's choice: %s", async (choice, sent, shown) => {
    server.respond = conflictWith(stored("theirs", "v2", 5));
    const store = open([stored("old", "v1")]);
    store.set("q1", text("mine"));
    await store.flush();
    server.respond = accept;
    store.choose("q1", choice);
    await vi.advanceTimersByTimeAsync(0);
    expect(texts()).toEqual(sent);
    expect(q1(store)).toMatchObject({ value: text(shown), state: "saved", other: null });
    if (choice !== "other") expect(server.calls.at(-1)?.write.builds_on).toBe("v2");
    expect(localStorage.length).toBe(0);
  });

  it("knows its own write again whose reply was lost, and goes on from there", async () => {
    server.respond = unreachable;
    const store = open();
    store.set("q1", text("first"));
    await store.flush();
    const arrived = server.calls[0]?.write.version ?? "";
    store.set("q1", text("second"));
    server.respond = (write) =>
      write.builds_on === arrived ? accept(write) : conflictWith(stored("first", arrived, 1))();
    await store.flush();
    expect(texts()).toEqual(["first", "second", "second"]);
    expect(q1(store)).toMatchObject({ value: text("second"), state: "saved" });
  });

  it("knows after a long time without network that its very first write had arrived", async () => {
    server.respond = unreachable;
    const store = open([stored("old", "v1")]);
    for (let n = 1; n <= 100; n += 1) {
      store.set("q1", text(`text ${n}`));
      await store.flush();
    }
    const first = server.calls[0]?.write.version ?? "";
    server.respond = (write) =>
      write.builds_on === first ? accept(write) : conflictWith(stored("text 1", first, 1))();
    await store.flush();
    expect(q1(store)).toMatchObject({ value: text("text 100"), state: "saved" });
  });

  it("survives a reload by the browser's storage, and sends what was left", async () => {
    server.respond = unreachable;
    const before = open();
    before.set("q1", text("typed just before the crash"));
    before.dispose();

    server.respond = accept;
    const after = open();
    expect(q1(after)?.value).toEqual(text("typed just before the crash"));
    await vi.advanceTimersByTimeAsync(10);
    expect(texts().at(-1)).toBe("typed just before the crash");
    expect(localStorage.length).toBe(0);
  });

  it("has a conflict after a reload too, with both texts", () => {
    server.respond = unreachable;
    const before = open([stored("old", "v1")]);
    before.set("q1", text("typed while offline"));
    before.dispose();
    const after = open([stored("from the phone", "v2", 9)]);
    expect(q1(after)).toMatchObject({ value: text("typed while offline"), state: "conflict" });
    expect(q1(after)?.other?.value).toEqual(text("from the phone"));
    expect(server.calls).toEqual([]);
  });

  it("goes on after a reload from an own write that has arrived, without a question", async () => {
    server.respond = unreachable;
    const before = open([stored("old", "v1")]);
    before.set("q1", text("arrived"));
    await before.flush();
    before.set("q1", text("typed after that"));
    before.dispose();
    const arrived = server.calls[0]?.write.version ?? "";
    server.respond = accept;
    const after = open([stored("arrived", arrived, 9)]);
    await vi.advanceTimersByTimeAsync(0);
    expect(server.calls.at(-1)?.write).toMatchObject({ builds_on: arrived, value: text("typed after that") });
    expect(q1(after)?.state).toBe("saved");
  });

  it("knows a write again that a killed page had just sent, and that arrives late", async () => {
    server.respond = () => new Promise(() => undefined);
    const killed = open([stored("old", "v1")]);
    killed.set("q1", text("on its way"));
    void killed.flush();
    const late = server.calls[0]?.write.version ?? "";
    server.respond = (write) =>
      write.builds_on === late ? accept(write) : conflictWith(stored("on its way", late, 9))();
    const after = open([stored("old", "v1")]);
    after.set("q1", text("typed after that"));
    await after.flush();
    expect(server.calls.at(-1)?.write).toMatchObject({ builds_on: late, value: text("typed after that") });
    expect(q1(after)?.state).toBe("saved");
  });

  it("does not call the old text saved while another may still arrive", async () => {
    server.respond = unreachable;
    const store = open([stored("old", "v1")]);
    store.set("q1", text("new"));
    await store.flush();
    store.set("q1", text("old"));
    expect(q1(store)?.state).toBe("unsaved");
    server.respond = accept;
    await store.flush();
    expect(server.calls.at(-1)?.write).toMatchObject({ builds_on: "v1", value: text("old") });
    expect(q1(store)?.state).toBe("saved");
  });

  it("goes on after a reload where the server has not changed, without a question", async () => {
    server.respond = unreachable;
    const before = open([stored("old", "v1")]);
    before.set("q1", text("typed while offline"));
    before.dispose();
    server.respond = accept;
    const after = open([stored("old", "v1")]);
    await vi.advanceTimersByTimeAsync(0);
    expect(server.calls.at(-1)?.write).toMatchObject({ builds_on: "v1", value: text("typed while offline") });
    expect(q1(after)?.state).toBe("saved");
  });

  it("takes its own write for saved that arrived before the reload", async () => {
    server.respond = unreachable;
    const before = open([stored("old", "v1")]);
    before.set("q1", text("arrived"));
    await before.flush();
    before.dispose();
    const after = open([stored("arrived", server.calls[0]?.write.version ?? "", 9)]);
    expect(q1(after)).toMatchObject({ value: text("arrived"), state: "saved" });
    expect(localStorage.length).toBe(0);
  });

  it("refreshes what is unchanged, makes a conflict of what is changed, and passes over what is older", async () => {
    const store = open([stored("old", "v1", 1)]);
    store.refresh([stored("new", "v2", 2)]);
    expect(q1(store)).toMatchObject({ value: text("new"), state: "saved" });
    store.refresh([stored("old", "v1", 1)]); // read before, arrived after
    expect(q1(store)?.value).toEqual(text("new"));
    store.set("q1", text("mine"));
    store.refresh([stored("newer", "v3", 3)]);
    expect(q1(store)).toMatchObject({ value: text("mine"), state: "conflict" });
    store.refresh([stored("mine", "v4", 4)]);
    expect(q1(store)).toMatchObject({ value: text("mine"), state: "saved" });
    await vi.advanceTimersByTimeAsync(5000);
    expect(server.calls).toEqual([]);
  });

  it("knows which of two is newer where a time has no fraction of a second", () => {
    const store = open([{ ...stored("old", "v1"), saved_at: "2026-03-01T09:00:05Z" }]);
    store.refresh([{ ...stored("new", "v2"), saved_at: "2026-03-01T09:00:05.700Z" }]);
    expect(q1(store)).toMatchObject({ value: text("new"), state: "saved" });
    store.refresh([{ ...stored("old", "v1"), saved_at: "2026-03-01T09:00:05Z" }]);
    expect(q1(store)?.value).toEqual(text("new"));
  });

  it("does not take a late reply for newer than what a refresh has brought", async () => {
    let finish: (() => void) | undefined;
    server.respond = (write) =>
      new Promise((resolve) => {
        finish = () => {
          resolve({ question_id: "q1", version: write.version, saved_at: stored("", "", 2).saved_at });
        };
      });
    const store = open([stored("old", "v1", 1)]);
    store.set("q1", text("mine"));
    const flushed = store.flush();
    store.refresh([stored("mine, and theirs", "v3", 3)]); // written by a window that had seen "mine"
    finish?.();
    await flushed;
    expect(q1(store)).toMatchObject({ value: text("mine"), state: "conflict" });
    expect(q1(store)?.other?.version).toBe("v3");
  });

  it("takes no edits while it is locked, but sends what is unsaved", async () => {
    const store = open();
    store.set("q1", text("before"));
    store.lock("You went on in another window.");
    store.set("q1", text("after"));
    await vi.advanceTimersByTimeAsync(700);
    expect(texts()).toEqual(["before"]);
    expect(store.getSnapshot().locked).toBe("You went on in another window.");
    store.unlock();
    store.set("q1", text("after"));
    expect(q1(store)?.value).toEqual(text("after"));
  });

  it("shows a refused answer and does not send it again until it changes or the student asks", async () => {
    server.respond = () => Promise.reject(new Problem(422, "invalid_text", "Not like this."));
    const store = open();
    store.set("q1", text("x"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.calls).toHaveLength(1);
    expect(q1(store)).toMatchObject({ state: "refused", refusal: "Not like this." });
    expect(store.getSnapshot().pendingCount, "nothing waits for it").toBe(0);
    store.set("q1", text("y"));
    await vi.advanceTimersByTimeAsync(700);
    expect(server.calls).toHaveLength(2);
    server.respond = accept;
    store.retry("q1");
    await vi.advanceTimersByTimeAsync(0);
    expect(q1(store)?.state).toBe("saved");
  });

  it.each([
    [400, 1],
    [413, 1],
    [401, 4],
    [404, 4],
    [429, 4],
    [503, 4],
  ])("of status %i tries at least %i times", async (status, tries) => {
    server.respond = () => Promise.reject(new Problem(status, "code", "Words."));
    const store = open();
    store.set("q1", text("x"));
    await vi.advanceTimersByTimeAsync(60_000);
    if (tries === 1) expect(server.calls).toHaveLength(1);
    else expect(server.calls.length).toBeGreaterThanOrEqual(tries);
  });

  it("keeps both texts when time is over and nobody chooses any more", async () => {
    server.respond = conflictWith(stored("theirs", "v2", 5));
    const store = open([stored("old", "v1")]);
    store.set("q1", text("mine"));
    await store.flush();
    server.respond = accept;
    store.keepBothEverywhere();
    await store.flush();
    expect(q1(store)).toMatchObject({ value: text("mine\n\ntheirs"), state: "saved" });
  });

  it("tells also of what other pages have left and what found no place here", () => {
    server.respond = unreachable;
    const store = open();
    store.set("q1", text("typed here"));
    const kept = { value: text("left behind"), builds_on: null, sent: [] };
    localStorage.setItem("invigil.answers.s1.gone", JSON.stringify({ answers: { q1: kept, q2: kept } }));
    store.lock("Elsewhere.");
    store.unlock(); // looks for what was left
    expect(store.getSnapshot().entries.get("q2")?.value).toEqual(text("left behind"));
    expect(store.leftBehind()).toEqual([["q1", text("left behind")]]);
  });

  it("stops when the session is closed, and still shows what was not saved", async () => {
    server.respond = () => Promise.reject(new Problem(409, "session_closed", "Over."));
    const store = open();
    store.set("q1", text("x"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.calls).toHaveLength(1);
    expect(store.isClosed).toBe(true);
    store.close();
    expect(q1(store)).toMatchObject({ value: text("x"), state: "unsaved" });
    expect(localStorage.length).toBe(0);
  });
});
