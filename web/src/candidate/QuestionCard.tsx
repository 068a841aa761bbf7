import { Anchor, Card, Checkbox, Group, Radio, Stack, Text, Textarea } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { AnswerLimits, AnswerValue, Question } from "../api/types";
import type { AnswerEntry, ConflictChoice } from "./answers/answerStore";
import { ConflictCard } from "./answers/ConflictCard";
import { TextLength } from "./answers/TextLength";
import classes from "./QuestionCard.module.css";

/** Elsewhere a script measures the text with each key, and the whole page is laid out anew for that. */
const GROWS_BY_ITSELF = "CSS" in globalThis && "supports" in CSS && CSS.supports("field-sizing", "content");
/** A choice is as wide as its card and easy to hit. */
const OPTION_CLASSES = { root: classes.option, body: classes.optionBody, labelWrapper: classes.optionLabel };

export function QuestionCard({
  question,
  number,
  entry,
  limits,
  locked,
  failing,
  onAnswer,
  onChoose,
  onRetry,
}: {
  question: Question;
  number: number;
  entry: AnswerEntry | undefined;
  limits: AnswerLimits;
  /** Nothing can be changed here now. */
  locked: boolean;
  /** What is sent does not come through now; the bar says so, too. */
  failing: boolean;
  onAnswer: (value: AnswerValue) => void;
  onChoose: (choice: ConflictChoice) => void;
  onRetry: () => void;
}) {
  const other = entry?.other ?? null;
  const card = useRef<HTMLElement>(null);
  const hasChosen = useRef(false);
  const isDecided = other === null;
  // The button that was pressed goes with the choice.
  useEffect(() => {
    if (isDecided && hasChosen.current) focusAnswer(card.current);
    hasChosen.current = false;
  }, [isDecided]);
  const labelId = `prompt-${question.question_id}`;
  return (
    <Card
      ref={card}
      component="section"
      withBorder
      radius="lg"
      padding="lg"
      id={`question-${question.question_id}`}
      className={classes.card}
      aria-labelledby={labelId}
      tabIndex={-1}
    >
      <Stack gap="md">
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed">
            Question {number}
            {question.kind === "multiple_choice" && " · choose all that apply"}
          </Text>
          {/* Another window may have changed what was saved here. */}
          {!(locked && entry?.state === "saved") && <EntryState entry={entry} failing={failing} onRetry={onRetry} />}
        </Group>
        <Text id={labelId} fw={500} className={classes.prompt}>
          {question.prompt}
        </Text>
        <AnswerInput question={question} labelId={labelId} value={entry?.value} locked={locked} onAnswer={onAnswer} />
        {question.kind === "text" && <TextLength text={entry?.value.text ?? ""} limits={limits} />}
        {entry !== undefined && other !== null && (
          <ConflictCard
            question={question}
            mine={entry.value}
            other={other}
            disabled={locked}
            onChoose={(choice) => {
              hasChosen.current = true;
              onChoose(choice);
            }}
          />
        )}
      </Stack>
    </Card>
  );
}

function focusAnswer(card: HTMLElement | null): void {
  const input =
    card?.querySelector("textarea") ??
    card?.querySelector<HTMLElement>("input:checked") ??
    card?.querySelector<HTMLElement>("input");
  input?.focus();
}

function EntryState({
  entry,
  failing,
  onRetry,
}: {
  entry: AnswerEntry | undefined;
  failing: boolean;
  onRetry: () => void;
}) {
  if (entry === undefined) return null;
  if (entry.state === "refused") {
    return (
      <Text size="sm" c="var(--app-danger)" role="alert">
        Not saved: {entry.refusal}{" "}
        <Anchor component="button" type="button" size="sm" underline="always" onClick={onRetry}>
          Try again
        </Anchor>
      </Text>
    );
  }
  return (
    <Text size="sm" c="dimmed">
      {failing && (entry.state === "unsaved" || entry.state === "saving") ? "Not saved yet" : WORDS[entry.state]}
    </Text>
  );
}

const WORDS = {
  saved: "Saved",
  unsaved: "Saving…",
  saving: "Saving…",
  too_long: "Not saved",
  conflict: "Not saved: two versions",
} as const;

function AnswerInput({
  question,
  labelId,
  value,
  locked,
  onAnswer,
}: {
  question: Question;
  labelId: string;
  value: AnswerValue | undefined;
  locked: boolean;
  onAnswer: (value: AnswerValue) => void;
}) {
  const chosen = [...(value?.option_ids ?? [])];
  switch (question.kind) {
    case "single_choice":
      return (
        <Radio.Group
          aria-labelledby={labelId}
          value={chosen[0] ?? null}
          disabled={locked}
          onChange={(optionId) => {
            onAnswer({ option_ids: [optionId] });
          }}
        >
          <Options of={question} as={Radio} />
        </Radio.Group>
      );
    case "multiple_choice":
      return (
        <Checkbox.Group
          aria-labelledby={labelId}
          value={chosen}
          disabled={locked}
          onChange={(optionIds) => {
            // In the question's order: the same choice is the same answer, whatever was clicked first.
            const all = question.options.map(({ option_id }) => option_id);
            onAnswer({ option_ids: all.filter((optionId) => optionIds.includes(optionId)) });
          }}
        >
          <Options of={question} as={Checkbox} />
        </Checkbox.Group>
      );
    case "text":
      return (
        <Textarea
          aria-labelledby={labelId}
          classNames={{ input: classes.text }}
          autosize={!GROWS_BY_ITSELF}
          minRows={4}
          maxRows={24}
          readOnly={locked}
          value={value?.text ?? ""}
          onChange={(event) => {
            onAnswer({ text: event.currentTarget.value });
          }}
        />
      );
  }
}

/** The choices of a question, one below the other, inside the group that knows which are chosen. */
function Options({ of: question, as: Choice }: { of: Question; as: typeof Radio | typeof Checkbox }) {
  return (
    <Stack gap={4}>
      {question.options.map((option) => (
        <Choice key={option.option_id} value={option.option_id} label={option.text} classNames={OPTION_CLASSES} />
      ))}
    </Stack>
  );
}
