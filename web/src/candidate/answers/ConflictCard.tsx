import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowsSplit2 } from "@tabler/icons-react";
import type { Answer, AnswerValue, Question } from "../../api/types";
import { formatClock } from "../../ui/time";
import type { ConflictChoice } from "./answerStore";
import { isAnswered, joined } from "./answerValue";
import classes from "./ConflictCard.module.css";

/** Two versions of one answer, and what may become of them. The one on the screen stays in the question's own field. */
export function ConflictCard({
  question,
  mine,
  other,
  disabled,
  onChoose,
}: {
  question: Question;
  mine: AnswerValue;
  other: Answer;
  disabled: boolean;
  onChoose: (choice: ConflictChoice) => void;
}) {
  return (
    <Alert
      color="gray"
      variant="light"
      icon={<IconArrowsSplit2 aria-hidden />}
      title={<span role="status">There are two versions of this answer</span>}
      role="group" // only the title is announced: the texts may be long
      data-testid="conflict"
    >
      <Stack gap="sm">
        <Text size="sm">
          This answer was also changed in another window or on another device. Nothing is lost: both versions are kept.
          Please choose how to go on.
        </Text>
        <Version label="In this window, not saved yet" value={mine} question={question} />
        <Version
          label={`Saved from elsewhere at ${formatClock(other.saved_at)}`}
          value={other.value}
          question={question}
        />
        <Group gap="xs">
          <Choice choice="mine" label="Keep this window's" disabled={disabled} onChoose={onChoose} />
          <Choice choice="other" label="Take the saved one" disabled={disabled} onChoose={onChoose} />
          {joined(mine, other.value) !== undefined && (
            <Choice choice="both" label="Keep both, one under the other" disabled={disabled} onChoose={onChoose} />
          )}
        </Group>
      </Stack>
    </Alert>
  );
}

function Version({ label, value, question }: { label: string; value: AnswerValue; question: Question }) {
  return (
    <section aria-label={label}>
      <Text size="sm" fw={600}>
        {label}
      </Text>
      {/* It scrolls, so it can be reached by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.version} tabIndex={0} role="group" aria-label={`${label}: the answer`}>
        {shown(value, question)}
      </div>
    </section>
  );
}

function shown(value: AnswerValue, question: Question): string {
  if (!isAnswered(value)) return "(no answer)";
  if (typeof value.text === "string") return value.text;
  const chosen = question.options.filter(({ option_id }) => (value.option_ids ?? []).includes(option_id));
  return chosen.map(({ text }) => text).join("\n");
}

function Choice({
  choice,
  label,
  disabled,
  onChoose,
}: {
  choice: ConflictChoice;
  label: string;
  disabled: boolean;
  onChoose: (choice: ConflictChoice) => void;
}) {
  return (
    <Button
      variant="default"
      size="sm"
      disabled={disabled}
      onClick={() => {
        onChoose(choice);
      }}
    >
      {label}
    </Button>
  );
}
