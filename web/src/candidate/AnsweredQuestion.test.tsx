import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ComponentProps } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import type { Question } from "../api/types";
import { AnsweredQuestion } from "./AnsweredQuestion";
import type { QuestionCard } from "./QuestionCard";
import type { AnswerEntry } from "./answers/answerStore";

let drawn = 0;

vi.mock("./QuestionCard", () => ({
  QuestionCard: ({ entry, onAnswer, onChoose, onRetry }: ComponentProps<typeof QuestionCard>) => {
    drawn += 1;
    return (
      <>
        <p>{entry?.value.text}</p>
        <button onClick={onAnswer.bind(null, { text: "typed" })}>answer</button>
        <button onClick={onChoose.bind(null, "mine")}>choose</button>
        <button onClick={onRetry}>retry</button>
      </>
    );
  },
}));

const QUESTION: Question = { question_id: "q1", position: 1, kind: "text", prompt: "Why?", options: [] };
const VALUE = { text: "because" };
const ENTRY: AnswerEntry = { value: VALUE, state: "saved", refusal: null, other: null };
const answers = { set: vi.fn(), choose: vi.fn(), retry: vi.fn() };
const SHOWN = {
  question: QUESTION,
  number: 1,
  entry: ENTRY,
  limits: { max_text_characters: 100, max_body_bytes: 10_000 },
  locked: false,
  failing: false,
  answers,
};
const OTHER = { value: { text: "of them" }, version: "v2" };

beforeEach(() => {
  drawn = 0;
});

it("is not drawn anew for a key in another answer", () => {
  const { rerender } = render(<AnsweredQuestion {...SHOWN} />);
  rerender(<AnsweredQuestion {...SHOWN} entry={{ ...ENTRY }} />);
  expect(drawn).toBe(1);
});

it.each<[string, Partial<typeof SHOWN>]>([
  ["question", { question: { ...QUESTION } }],
  ["number", { number: 2 }],
  ["limits", { limits: { ...SHOWN.limits } }],
  ["lock", { locked: true }],
  ["failing", { failing: true }],
  ["store", { answers: { ...answers } }],
  ["value", { entry: { ...ENTRY, value: { text: "because" } } }],
  ["state", { entry: { ...ENTRY, state: "saving" } }],
  ["refusal", { entry: { ...ENTRY, refusal: "no" } }],
  ["other version", { entry: { ...ENTRY, other: OTHER as unknown as NonNullable<AnswerEntry["other"]> } }],
])("is drawn anew when its %s changes", (_, change) => {
  const { rerender } = render(<AnsweredQuestion {...SHOWN} />);
  rerender(<AnsweredQuestion {...SHOWN} {...change} />);
  expect(drawn).toBe(2);
});

it("is drawn anew with its first answer", () => {
  const { rerender } = render(<AnsweredQuestion {...SHOWN} entry={undefined} />);
  rerender(<AnsweredQuestion {...SHOWN} />);
  expect(screen.getByText("because")).toBeInTheDocument();
});

it("hands what the student does to the store, with the question it is about", async () => {
  render(<AnsweredQuestion {...SHOWN} />);
  for (const name of ["answer", "choose", "retry"]) await userEvent.click(screen.getByRole("button", { name }));
  expect(answers.set).toHaveBeenCalledExactlyOnceWith("q1", { text: "typed" });
  expect(answers.choose).toHaveBeenCalledExactlyOnceWith("q1", "mine");
  expect(answers.retry).toHaveBeenCalledExactlyOnceWith("q1");
});
