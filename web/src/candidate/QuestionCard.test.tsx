import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import type { Question } from "../api/types";
import type { AnswerEntry } from "./answers/answerStore";
import { TextLength } from "./answers/TextLength";
import { QuestionCard } from "./QuestionCard";

const TEXT: Question = { question_id: "q1", position: 1, kind: "text", prompt: "Why?", options: [] };
const SEVERAL: Question = {
  ...TEXT,
  kind: "multiple_choice",
  options: ["a", "b", "c"].map((option_id) => ({ option_id, text: `Option ${option_id}` })),
};
const LIMITS = { max_text_characters: 100, max_body_bytes: 10_000 };

// The field that grows with its text asks for the page's fonts; jsdom has none.
beforeEach(() => {
  Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });
});

function show(entry: Partial<AnswerEntry> | undefined, { question = TEXT, locked = false, failing = false } = {}) {
  const calls = { onAnswer: vi.fn(), onChoose: vi.fn(), onRetry: vi.fn() };
  const whole: AnswerEntry | undefined = entry && {
    value: { text: "" },
    state: "saved",
    refusal: null,
    other: null,
    ...entry,
  };
  render(
    <MantineProvider>
      <QuestionCard
        question={question}
        number={1}
        entry={whole}
        limits={LIMITS}
        locked={locked}
        failing={failing}
        {...calls}
      />
    </MantineProvider>,
  );
  return calls;
}

const other = (text: string) => ({
  question_id: "q1",
  value: { text },
  version: "v2",
  saved_at: "2026-03-01T09:00:00.000Z",
});

it.each(["unsaved", "saving"] as const)("says of an answer that is %s what the bar says of all", (state) => {
  show({ value: { text: "mine" }, state }, { failing: true });
  expect(screen.getByText("Not saved yet")).toBeVisible();
  expect(screen.queryByText("Saving…")).toBeNull();
});

it("says that an answer is being saved while the server takes it", () => {
  show({ value: { text: "mine" }, state: "saving" });
  expect(screen.getByText("Saving…")).toBeVisible();
});

it("shows both texts of a conflict, and hands on what the student chooses", async () => {
  const { onChoose } = show({ value: { text: "mine" }, state: "conflict", other: other("theirs") });
  expect(screen.getByRole("textbox")).toHaveValue("mine");
  const card = within(screen.getByTestId("conflict"));
  expect(card.getByText("mine")).toBeVisible();
  expect(card.getByText("theirs")).toBeVisible();
  for (const name of ["Keep this window's", "Take the saved one", "Keep both, one under the other"]) {
    await userEvent.click(card.getByRole("button", { name }));
  }
  expect(onChoose.mock.calls).toEqual([["mine"], ["other"], ["both"]]);
});

it("announces that there are two versions, and does not read both out", () => {
  show({ value: { text: "mine" }, state: "conflict", other: other("theirs") });
  const spoken = screen.getAllByRole("status").map(({ textContent }) => textContent);
  expect(spoken).toContain("There are two versions of this answer");
  expect(spoken.join(" ")).not.toContain("theirs");
  expect(screen.queryByRole("alert")).toBeNull();
});

it("announces that a text has become too long once, not at each key", () => {
  const page = (characters: number) => (
    <MantineProvider>
      <TextLength text={"x".repeat(characters)} limits={LIMITS} />
    </MantineProvider>
  );
  const { rerender } = render(page(100));
  const status = screen.getByRole("status");
  expect(status).toBeEmptyDOMElement();
  rerender(page(101));
  const spoken = status.textContent;
  expect(spoken).toContain("too long");
  rerender(page(102));
  expect(status).toHaveTextContent(spoken);
  expect(screen.getByTestId("text-length")).toHaveTextContent("2 characters too long");
  rerender(page(100));
  expect(status).toBeEmptyDOMElement();
});

it.each([
  [TEXT, { text: "mine" }, () => screen.getByRole("textbox")],
  [SEVERAL, { option_ids: ["b"] }, () => screen.getByRole("checkbox", { name: "Option b" })],
])("moves the focus to the answer once a version is chosen", async (question, value, input) => {
  const entry: AnswerEntry = { value, state: "conflict", refusal: null, other: other("theirs") };
  const page = (shown: AnswerEntry) => (
    <MantineProvider>
      <QuestionCard
        question={question}
        number={1}
        entry={shown}
        limits={LIMITS}
        locked={false}
        failing={false}
        onAnswer={vi.fn()}
        onRetry={vi.fn()}
        onChoose={() => {
          rerender(page({ ...shown, state: "saving", other: null }));
        }}
      />
    </MantineProvider>
  );
  const { rerender } = render(page(entry));
  await userEvent.click(screen.getByRole("button", { name: "Keep this window's" }));
  expect(input()).toHaveFocus();
});

it("names the options of a conflict of choices, which cannot be joined", () => {
  show(
    { value: { option_ids: ["a"] }, state: "conflict", other: { ...other(""), value: { option_ids: [] } } },
    { question: SEVERAL },
  );
  const card = within(screen.getByTestId("conflict"));
  expect(card.getByText("Option a")).toBeVisible();
  expect(card.getByText("(no answer)")).toBeVisible();
  expect(card.queryByRole("button", { name: /both/ })).toBeNull();
});

it.each([
  [89, null],
  [90, "90 of 100 characters"],
  [100, "100 of 100 characters"],
  [101, "1 character too long (101 of 100 characters)"],
])("of %i characters says %s, and cuts nothing", (characters, words) => {
  show({ value: { text: "x".repeat(characters) }, state: characters > 100 ? "too_long" : "saved" });
  expect(screen.getByRole("textbox")).not.toHaveAttribute("maxlength");
  if (words === null) expect(screen.queryByTestId("text-length")).toBeNull();
  else expect(screen.getByTestId("text-length")).toHaveTextContent(words);
  expect(screen.queryByText("Not saved") !== null).toBe(characters > 100);
});

it("takes a paste of any length whole", () => {
  const { onAnswer } = show(undefined);
  fireEvent.change(screen.getByRole("textbox"), { target: { value: "x".repeat(150_000) } });
  expect(onAnswer).toHaveBeenCalledWith({ text: "x".repeat(150_000) });
});

it("sends several choices in the question's order, whatever was clicked first", async () => {
  const { onAnswer } = show({ value: { option_ids: ["c"] } }, { question: SEVERAL });
  await userEvent.click(screen.getByRole("checkbox", { name: "Option a" }));
  expect(onAnswer).toHaveBeenCalledWith({ option_ids: ["a", "c"] });
});

it("can be read and copied, but not changed, while it is locked", () => {
  show({ value: { text: "mine" }, state: "conflict", other: other("theirs") }, { locked: true });
  expect(screen.getByRole("textbox")).toHaveAttribute("readonly");
  expect(within(screen.getByTestId("conflict")).getByRole("button", { name: "Take the saved one" })).toBeDisabled();
});

it("says why an answer is not taken, and lets the student try again", async () => {
  const { onRetry } = show({ state: "refused", refusal: "This text holds a character that cannot be stored." });
  expect(screen.getByRole("alert")).toHaveTextContent("This text holds a character that cannot be stored.");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(onRetry).toHaveBeenCalledOnce();
});
