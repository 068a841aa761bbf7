import { Card, Checkbox, Group, Radio, Stack, Text, Textarea } from "@mantine/core";
import type { AnswerValue, Question } from "../api/types";
import type { AnswerEntry } from "./answers/answerStore";
import classes from "./QuestionCard.module.css";

/** The server's limit for one text answer, characters. */
const MAX_TEXT = 20_000;

/** A choice is as wide as its card and easy to hit. */
const OPTION_CLASSES = { root: classes.option, body: classes.optionBody, labelWrapper: classes.optionLabel };

export function QuestionCard({
  question,
  number,
  entry,
  onAnswer,
}: {
  question: Question;
  number: number;
  entry: AnswerEntry | undefined;
  onAnswer: (value: AnswerValue) => void;
}) {
  const labelId = `prompt-${question.question_id}`;
  return (
    <Card
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
          <EntryState entry={entry} />
        </Group>
        <Text id={labelId} fw={500} className={classes.prompt}>
          {question.prompt}
        </Text>
        <AnswerInput question={question} labelId={labelId} value={entry?.value} onAnswer={onAnswer} />
      </Stack>
    </Card>
  );
}

function EntryState({ entry }: { entry: AnswerEntry | undefined }) {
  if (entry === undefined) return null;
  if (entry.state === "refused") {
    return (
      <Text size="sm" c="var(--app-danger)" role="alert">
        Not taken: {entry.refusal}
      </Text>
    );
  }
  return (
    <Text size="sm" c="dimmed">
      {entry.state === "saved" ? "Saved" : "Saving…"}
    </Text>
  );
}

function AnswerInput({
  question,
  labelId,
  value,
  onAnswer,
}: {
  question: Question;
  labelId: string;
  value: AnswerValue | undefined;
  onAnswer: (value: AnswerValue) => void;
}) {
  const chosen = [...(value?.option_ids ?? [])];
  switch (question.kind) {
    case "single_choice":
      return (
        <Radio.Group
          aria-labelledby={labelId}
          value={chosen[0] ?? null}
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
          onChange={(optionIds) => {
            onAnswer({ option_ids: optionIds });
          }}
        >
          <Options of={question} as={Checkbox} />
        </Checkbox.Group>
      );
    case "text":
      return (
        <Textarea
          aria-labelledby={labelId}
          autosize
          minRows={4}
          maxRows={24}
          maxLength={MAX_TEXT}
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
