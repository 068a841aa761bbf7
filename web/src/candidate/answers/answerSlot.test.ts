import { describe, expect, it } from "vitest";
import type { Answer } from "../../api/types";
import { AnswerSlot } from "./answerSlot";

const text = (value: string) => ({ text: value });
const stored = (value: string, version: string, seconds = 0): Answer => ({
  question_id: "q1",
  value: text(value),
  version,
  saved_at: new Date(seconds * 1000).toISOString(),
});

describe("AnswerSlot", () => {
  it("says nothing of versions before something was sent", () => {
    expect(AnswerSlot.first(text("a")).toBackup()).toEqual({ value: text("a"), builds_on: null, sent: [] });
  });

  it("is not saved while a write that followed an arrived one may still change it", () => {
    const slot = AnswerSlot.first(text("a"));
    const first = slot.nextWrite();
    slot.edit(text("b"));
    const second = slot.followingWrite();
    slot.learn(stored("a", first.version));
    slot.edit(text("a"));
    expect(slot.isSaved, "the second may arrive yet").toBe(false);
    expect(slot.toBackup()).toEqual({ value: text("a"), builds_on: first.version, sent: [second?.version] });
    expect(slot.conflict).toBeNull();
    slot.learn(stored("b", second?.version ?? "", 1));
    expect(slot.conflict, "its own write is no conflict").toBeNull();
    expect(slot.nextWrite()).toMatchObject({ builds_on: second?.version, value: text("a") });
  });

  it("is not saved by hearing the old state again, while a newer write may still arrive", () => {
    const slot = AnswerSlot.stored(stored("old", "v1"));
    slot.edit(text("new"));
    const write = slot.nextWrite();
    slot.edit(text("old"));
    slot.learn(stored("old", "v1", 1));
    expect(slot.isSaved).toBe(false);
    expect(slot.toBackup().sent).toEqual([write.version]);
  });

  it("sends what followed an arrived write as the same write again", () => {
    const slot = AnswerSlot.first(text("a"));
    const first = slot.nextWrite();
    slot.edit(text("a b"));
    const second = slot.followingWrite();
    slot.learn(stored("a", first.version));
    expect(slot.nextWrite()).toEqual(second);
    slot.edit(text("a b c"));
    expect(slot.nextWrite().version).not.toBe(second?.version);
  });

  it("builds on what has arrived where the write under way is known to have", () => {
    const slot = AnswerSlot.first(text("a"));
    const first = slot.nextWrite();
    slot.learn(stored("a", first.version));
    slot.edit(text("b"));
    expect(slot.followingWrite()).toMatchObject({ builds_on: first.version, value: text("b") });
    expect(slot.followingWrite(), "once").toBeNull();
  });

  it("remembers a bounded number of writes: the oldest and the newest", () => {
    const slot = AnswerSlot.first(text("0"));
    const versions = Array.from({ length: 40 }, (_, index) => {
      slot.edit(text(`${index}`));
      const { version } = slot.nextWrite();
      expect(slot.toBackup().sent).toHaveLength(Math.min(index + 1, 32));
      return version;
    });
    expect(slot.toBackup().sent).toEqual([...versions.slice(0, 16), ...versions.slice(24)]);
  });
});
