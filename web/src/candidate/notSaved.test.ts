import { describe, expect, it } from "vitest";
import type { Answer, AnswerValue } from "../api/types";
import { DraftStore } from "../identity/drafts";
import type { AnswerEntry } from "./answers/answerStore";
import { missingFrom, notSavedOf, recallNotSaved, rememberNotSaved, withLeft } from "./notSaved";

const text = (words: string): AnswerValue => ({ text: words });
const entry = (state: AnswerEntry["state"], value: AnswerValue): AnswerEntry => ({
  value,
  state,
  refusal: null,
  other: null,
});
const stored = (question_id: string, value: AnswerValue): Answer => ({
  question_id,
  value,
  version: "00000001-0000-4000-8000-000000000000",
  saved_at: "2026-03-01T09:00:00.000Z",
});

describe("what was not saved", () => {
  it("is all that the server has not acknowledged", () => {
    const entries = new Map([
      ["q1", entry("saved", text("a"))],
      ["q2", entry("saving", text("b"))],
      ["q3", entry("conflict", text("c"))],
    ]);
    expect([...notSavedOf(entries).keys()]).toEqual(["q2", "q3"]);
  });

  it("is not missing where the server has it after all, or where it says nothing", () => {
    const notSaved = new Map([
      ["q1", text("same")],
      ["q2", text("newer")],
      ["q3", text(" ")],
      ["q4", text("never sent")],
      ["q5", text("")],
    ]);
    const missing = missingFrom(
      [stored("q1", text("same")), stored("q2", text("older")), stored("q5", text("x"))],
      notSaved,
    );
    expect([...missing.keys()]).toEqual(["q2", "q4", "q5"]);
  });

  it("is also what pages that are gone have left, below what stood in this window", () => {
    const notSaved = new Map([
      ["q1", text("here")],
      ["q2", text("same")],
      ["q3", { option_ids: ["a"] }],
    ]);
    const left = [
      ["q1", text("left")],
      ["q1", text("left")],
      ["q2", text("same")],
      ["q3", { option_ids: ["b"] }],
      ["q4", text("left only")],
    ] as const;
    expect(withLeft(notSaved, left)).toEqual(
      new Map([
        ["q1", text("here\n\nleft")],
        ["q2", text("same")],
        ["q3", { option_ids: ["a"] }],
        ["q4", text("left only")],
      ]),
    );
  });

  it("is kept for the tab, of each session apart", () => {
    const drafts = new DraftStore().of("lena");
    rememberNotSaved(drafts, "s1", new Map([["q1", text("kept")]]));
    expect(recallNotSaved(drafts, "s1")).toEqual(new Map([["q1", text("kept")]]));
    expect(recallNotSaved(drafts, "s2").size).toBe(0);
    rememberNotSaved(drafts, "s1", new Map());
    expect(recallNotSaved(drafts, "s1").size).toBe(0);
  });
});
