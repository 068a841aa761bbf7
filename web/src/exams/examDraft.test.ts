import { describe, expect, it } from "vitest";
import type { Exam } from "../api/types";
import { draftOf, emptyDraft, errorOf, moved, newOption, toInput, withKind } from "./examDraft";

const exam: Exam = {
  exam_id: "e1",
  title: "Algebra",
  description: "Two questions.",
  opens_at: "2026-03-01T09:00:00.000Z",
  closes_at: "2026-03-01T12:00:00.000Z",
  duration_minutes: 60,
  state: "open",
  question_count: 2,
  created_at: "2026-02-01T09:00:00.000Z",
  updated_at: "2026-02-01T09:00:00.000Z",
  policy: { record_below_focus_score: 40 },
  questions: [
    {
      question_id: "q1",
      position: 1,
      kind: "single_choice",
      prompt: "1 + 1?",
      options: [
        { option_id: "a", text: "2" },
        { option_id: "b", text: "3" },
      ],
    },
    { question_id: "q2", position: 2, kind: "text", prompt: "Why?", options: [] },
  ],
};

describe("exam draft", () => {
  it("comes back as it was when nothing was edited", () => {
    expect(toInput(draftOf(exam))).toEqual({
      input: {
        title: exam.title,
        description: exam.description,
        opens_at: exam.opens_at,
        closes_at: exam.closes_at,
        duration_minutes: 60,
        policy: exam.policy,
        questions: exam.questions.map(({ question_id, kind, prompt, options }) => ({
          question_id,
          kind,
          prompt,
          options,
        })),
      },
    });
  });

  it("names every field that must be mended, as the server names it", () => {
    const result = toInput({
      ...emptyDraft(new Date("2026-03-01T09:30:00.000Z")),
      durationMinutes: "",
      closesAt: "2020-01-01T00:00",
      policyText: "{oops",
    });
    if (!("errors" in result)) throw new Error("It was accepted.");
    expect(result.errors.map(({ field }) => field)).toEqual([
      "title",
      "closes_at",
      "duration_minutes",
      "questions[0].prompt",
      "questions[0].options",
      "policy",
    ]);
    expect(errorOf(result.errors, "policy")).toMatch(/not JSON/);
    expect(errorOf(result.errors, "description")).toBeUndefined();
  });

  it.each(["[1]", '"text"', "null"])("refuses a policy that is no object: %s", (policyText) => {
    expect(toInput({ ...draftOf(exam), policyText })).toHaveProperty("errors");
  });

  it("keeps option ids when options go and come, for answers name them", () => {
    expect(newOption([{ optionId: "a" }, { optionId: "c" }]).optionId).toBe("b");
    const all = Array.from({ length: 26 }, (_, index) => ({ optionId: String.fromCharCode(97 + index) }));
    expect(newOption(all).optionId).toBe("o26");
  });

  it("drops options for text and offers two for choices", () => {
    const [choice] = draftOf(exam).questions;
    if (choice === undefined) throw new Error("No question.");
    const asText = withKind(choice, "text");
    expect(asText.options).toEqual([]);
    expect(withKind(asText, "multiple_choice").options.map(({ optionId }) => optionId)).toEqual(["a", "b"]);
  });

  it("moves one place", () => {
    expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  });
});
