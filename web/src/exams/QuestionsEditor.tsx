import {
  ActionIcon,
  Button,
  Card,
  Group,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
  Tooltip,
} from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash, IconX } from "@tabler/icons-react";
import type { FieldError } from "../api/problem";
import type { QuestionKind } from "../api/types";
import { errorOf, moved, newOption, withKind, type QuestionDraft } from "./examDraft";

const KINDS: readonly { value: QuestionKind; label: string }[] = [
  { value: "single_choice", label: "One choice" },
  { value: "multiple_choice", label: "Several choices" },
  { value: "text", label: "Text" },
];

export function QuestionsEditor({
  questions,
  errors,
  onChange,
  onAdd,
}: {
  questions: readonly QuestionDraft[];
  errors: readonly FieldError[];
  onChange: (questions: QuestionDraft[]) => void;
  onAdd: (kind: QuestionKind) => void;
}) {
  return (
    <Stack gap="md" component="section" aria-label="Questions">
      <Title order={2} fz={18}>
        Questions
      </Title>
      {errorOf(errors, "questions") !== undefined && (
        <Text size="sm" c="var(--app-danger)" role="alert">
          {errorOf(errors, "questions")}
        </Text>
      )}
      {questions.map((question, index) => (
        <QuestionEditor
          key={question.key}
          question={question}
          number={index + 1}
          last={index === questions.length - 1}
          promptError={errorOf(errors, `questions[${index}].prompt`)}
          optionsError={errorOf(errors, `questions[${index}].options`) ?? optionError(errors, index)}
          onChange={(next) => {
            onChange(questions.map((old) => (old.key === next.key ? next : old)));
          }}
          onMove={(by) => {
            onChange(moved(questions, index, by));
          }}
          onRemove={() => {
            onChange(questions.filter((old) => old.key !== question.key));
          }}
        />
      ))}
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          Add a question:
        </Text>
        {KINDS.map((kind) => (
          <Button
            key={kind.value}
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => {
              onAdd(kind.value);
            }}
          >
            {kind.label}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}

function optionError(errors: readonly FieldError[], index: number): string | undefined {
  return errors.find((error) => error.field.startsWith(`questions[${index}].options[`))?.message;
}

function QuestionEditor({
  question,
  number,
  last,
  promptError,
  optionsError,
  onChange,
  onMove,
  onRemove,
}: {
  question: QuestionDraft;
  number: number;
  last: boolean;
  promptError: string | undefined;
  optionsError: string | undefined;
  onChange: (question: QuestionDraft) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}) {
  return (
    <Card withBorder radius="lg" padding="md" component="fieldset" m={0}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text component="legend" fw={600}>
            Question {number}
          </Text>
          <Group gap={4}>
            <IconButton
              label={`Move question ${number} up`}
              disabled={number === 1}
              onClick={() => {
                onMove(-1);
              }}
            >
              <IconArrowUp size={16} aria-hidden />
            </IconButton>
            <IconButton
              label={`Move question ${number} down`}
              disabled={last}
              onClick={() => {
                onMove(1);
              }}
            >
              <IconArrowDown size={16} aria-hidden />
            </IconButton>
            <IconButton label={`Remove question ${number}`} onClick={onRemove}>
              <IconTrash size={16} aria-hidden />
            </IconButton>
          </Group>
        </Group>
        <SegmentedControl
          aria-label={`Kind of question ${number}`}
          size="xs"
          w="fit-content"
          value={question.kind}
          onChange={(kind) => {
            onChange(withKind(question, kind));
          }}
          data={[...KINDS]}
        />
        <Textarea
          label="Question"
          autosize
          minRows={2}
          maxRows={16}
          maxLength={8000}
          value={question.prompt}
          error={promptError}
          onChange={(event) => {
            onChange({ ...question, prompt: event.currentTarget.value });
          }}
        />
        {question.kind !== "text" && (
          <Stack gap={6}>
            {question.options.map((option, index) => (
              <Group key={option.key} gap="xs" wrap="nowrap">
                <TextInput
                  aria-label={`Option ${index + 1} of question ${number}`}
                  placeholder={`Option ${index + 1}`}
                  flex={1}
                  value={option.text}
                  onChange={(event) => {
                    const text = event.currentTarget.value;
                    onChange({
                      ...question,
                      options: question.options.map((old) => (old.key === option.key ? { ...old, text } : old)),
                    });
                  }}
                />
                <IconButton
                  label={`Remove option ${index + 1} of question ${number}`}
                  disabled={question.options.length <= 2}
                  onClick={() => {
                    onChange({ ...question, options: question.options.filter((old) => old.key !== option.key) });
                  }}
                >
                  <IconX size={16} aria-hidden />
                </IconButton>
              </Group>
            ))}
            {optionsError !== undefined && (
              <Text size="sm" c="var(--app-danger)" role="alert">
                {optionsError}
              </Text>
            )}
            <Button
              variant="subtle"
              size="xs"
              w="fit-content"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => {
                onChange({ ...question, options: [...question.options, newOption(question.options)] });
              }}
            >
              Add an option
            </Button>
          </Stack>
        )}
      </Stack>
    </Card>
  );
}

function IconButton({
  label,
  disabled = false,
  onClick,
  children,
}: {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}) {
  return (
    <Tooltip label={label} openDelay={500}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
