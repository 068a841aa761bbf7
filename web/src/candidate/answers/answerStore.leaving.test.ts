import { describe, expect, it, vi } from "vitest";
import { AnswerConflict, Problem } from "../../api/problem";
import { accept, eachWithItsOwnServer, open, q1, server, stored, text, texts, unreachable } from "./fakeAnswerServer";

eachWithItsOwnServer();

describe("AnswerStore, when its page is left", () => {
  it("sends nothing after it is disposed, though a reply says that it could go on", async () => {
    server.respond = unreachable;
    const store = open();
    store.set("q1", text("first"));
    await store.flush();
    const arrived = server.calls[0]?.write.version ?? "";
    let answer: (() => void) | undefined;
    server.respond = () =>
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
    server.respond = () =>
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
    expect(server.calls).toMatchObject([{ write: { value: text("last words") }, leaving: true }]);
    await vi.advanceTimersByTimeAsync(0);
    expect(localStorage.length).toBe(0);
  });

  it("sends what is newer than a write under way when its page is left, building on that write", () => {
    server.respond = () => new Promise(() => undefined);
    const store = open([stored("old", "v1")]);
    store.set("q1", text("first"));
    void store.flush();
    store.set("q1", text("first and second"));
    store.sendBeforeLeaving();
    store.sendBeforeLeaving();
    store.dispose();
    expect(texts()).toEqual(["first", "first and second"]);
    expect(server.calls[1]).toMatchObject({ leaving: true, write: { builds_on: server.calls[0]?.write.version } });

    const arrived = stored("first and second", server.calls[1]?.write.version ?? "", 9);
    server.respond = accept;
    const after = open([arrived]);
    expect(q1(after)).toMatchObject({ value: arrived.value, state: "saved" });
    expect(localStorage.length).toBe(0);
  });

  it.each([
    ["in turn", [0, 1]],
    ["the other way round", [1, 0]],
  ])("stays right where the page is not gone after all and both replies come, %s", async (_, order: number[]) => {
    const replies: (() => void)[] = [];
    server.respond = ({ version }) =>
      new Promise((resolve) => {
        const saved_at = stored("", "", server.calls.length).saved_at;
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
