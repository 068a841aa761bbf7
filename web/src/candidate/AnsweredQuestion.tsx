import { memo } from "react";
import type { AnswerLimits, Question } from "../api/types";
import type { AnswerEntry, AnswerStore } from "./answers/answerStore";
import { QuestionCard } from "./QuestionCard";

interface Props {
  readonly question: Question;
  readonly number: number;
  readonly entry: AnswerEntry | undefined;
  readonly limits: AnswerLimits;
  readonly locked: boolean;
  readonly failing: boolean;
  readonly answers: Pick<AnswerStore, "set" | "choose" | "retry">;
}

/** A question with its answer. Drawn anew only when something of its own changes: a key in one answer costs the others nothing. */
export const AnsweredQuestion = memo(function AnsweredQuestion({ answers, ...shown }: Props) {
  const { question_id } = shown.question;
  return (
    <QuestionCard
      {...shown}
      onAnswer={(value) => {
        answers.set(question_id, value);
      }}
      onChoose={(choice) => {
        answers.choose(question_id, choice);
      }}
      onRetry={() => {
        answers.retry(question_id);
      }}
    />
  );
}, isSame);

function isSame(a: Props, b: Props): boolean {
  return (
    a.question === b.question &&
    a.number === b.number &&
    a.limits === b.limits &&
    a.locked === b.locked &&
    a.failing === b.failing &&
    a.answers === b.answers &&
    isSameEntry(a.entry, b.entry)
  );
}

/** The store makes new entries with each change, out of the same values. */
function isSameEntry(a: AnswerEntry | undefined, b: AnswerEntry | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.value === b.value && a.state === b.state && a.refusal === b.refusal && a.other === b.other;
}
