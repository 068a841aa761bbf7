import { describe, expect, it } from "vitest";
import type { Exam } from "../api/types";
import {
  draftErrors,
  draftOf,
  emptyDraft,
  newOption,
  placeErrors,
  toInput,
  withKind,
  type ExamDraft,
} from "./examDraft";

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
  has_sittings: false,
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
    expect(draftErrors(draftOf(exam))).toEqual({});
    expect(toInput(draftOf(exam))).toEqual({
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
    });
  });

  it("says of every field what must be mended", () => {
    const errors = draftErrors({
      ...emptyDraft(new Date("2026-03-01T09:30:00.000Z")),
      durationMinutes: "",
      closesAt: "2020-01-01T00:00",
      policyText: "{oops",
    });
    expect(Object.keys(errors)).toEqual([
      "title",
      "closesAt",
      "durationMinutes",
      "policyText",
      "questions.0.prompt",
      "questions.0.options.0.text",
      "questions.0.options.1.text",
    ]);
    expect(errors.policyText).toMatch(/not JSON/);
  });

  it.each(["[1]", '"text"', "null"])("refuses a policy that is no object: %s", (policyText) => {
    expect(draftErrors({ ...draftOf(exam), policyText })).toHaveProperty("policyText");
  });

  it.each([
    ["", "Say how many minutes each student has."],
    [0, "Give whole minutes, at least one."],
    [1.5, "Give whole minutes, at least one."],
    [1, undefined],
    [1440, undefined],
    [1441, "An exam lasts at most 1440 minutes, which is a day."],
  ] as const)("of %s minutes says: %s", (durationMinutes, sentence) => {
    expect(draftErrors({ ...draftOf(exam), durationMinutes }).durationMinutes).toBe(sentence);
  });

  it("says of texts that are too long by how much, and of lists how much they hold", () => {
    const [choice] = draftOf(exam).questions;
    if (choice === undefined) throw new Error("No question.");
    const many = Array.from({ length: 21 }, (_, index) => ({
      key: `${index}`,
      optionId: `o${index}`,
      text: `${index}`,
    }));
    const draft: ExamDraft = {
      ...draftOf(exam),
      title: ` ${"x".repeat(203)} `,
      questions: [{ ...choice, prompt: "x".repeat(8001), options: many }, ...Array<typeof choice>(200).fill(choice)],
    };
    const errors = draftErrors(draft);
    expect(errors.title).toBe("3 characters too long: at most 200 fit.");
    expect(errors["questions.0.prompt"]).toBe("1 character too long: at most 8000 fit.");
    expect(errors["questions.0.options"]).toBe("A question has at most 20 options.");
    expect(errors.questions).toBe("An exam holds at most 200 questions.");
    expect(draftErrors({ ...draft, questions: [] }).questions).toBe("Add at least one question.");
    expect(draftErrors({ ...draft, title: "x".repeat(200) }).title).toBeUndefined();
  });

  const withOptions = (...texts: string[]): ExamDraft => ({
    ...draftOf(exam),
    questions: draftOf(exam).questions.map((question, index) => ({
      ...question,
      options: index > 0 ? [] : texts.map((text, at) => ({ key: `${at}`, optionId: `o${at}`, text })),
    })),
  });

  it("refuses an option that reads as another of the question does", () => {
    expect(draftErrors(withOptions("Yes", "No", " Yes "))).toEqual({
      "questions.0.options.2.text": "This is the same as option 1. Change or remove one of them.",
    });
    expect(Object.keys(draftErrors(withOptions("\u00e9", "e\u0301")))).toEqual(["questions.0.options.1.text"]);
    expect(draftErrors(withOptions("Co", "CO"))).toEqual({});
  });

  it("puts the server's errors at the page's fields, and gives back what has none", () => {
    const field = (name: string) => ({ field: name, message: "is wrong" });
    const names = [
      "title",
      "opens_at",
      "duration_minutes",
      "questions",
      "questions[0].prompt",
      "questions[0].options",
      "questions[0].options[1].text",
      "policy.behaviors.absent.enter_ms",
      "policy.no_such_name",
    ];
    const homeless = [
      "questions[1].options",
      "questions[0].question_id",
      "questions[9].prompt",
      "questions[0].options[7].text",
      "id",
    ];
    expect(placeErrors([...names, ...homeless].map(field), draftOf(exam))).toEqual({
      placed: {
        title: "is wrong",
        opensAt: "is wrong",
        durationMinutes: "is wrong",
        questions: "is wrong",
        "questions.0.prompt": "is wrong",
        "questions.0.options": "is wrong",
        "questions.0.options.1.text": "is wrong",
        policyText: "behaviors.absent.enter_ms is wrong; no_such_name is wrong",
      },
      others: homeless.map(field),
    });
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
});
