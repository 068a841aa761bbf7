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
import type { ReactNode } from "react";
import type { QuestionKind } from "../api/types";
import { newOption, newQuestion, withKind, type QuestionDraft } from "./examDraft";
import type { ExamForm } from "./useExamForm";

const KINDS: readonly { value: QuestionKind; label: string }[] = [
  { value: "single_choice", label: "One choice" },
  { value: "multiple_choice", label: "Several choices" },
  { value: "text", label: "Text" },
];

export function QuestionsEditor({ form }: { form: ExamForm }) {
  const { questions } = form.values;
  return (
    <Stack gap="md" component="section" aria-label="Questions">
      <Title order={2} fz={18}>
        Questions
      </Title>
      <ListError error={form.errors.questions} path="questions" />
      {questions.map((question, index) => (
        <QuestionEditor
          key={question.key}
          form={form}
          question={question}
          index={index}
          isLast={index === questions.length - 1}
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
              form.insertListItem("questions", newQuestion(kind.value));
            }}
          >
            {kind.label}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}

function QuestionEditor({
  form,
  question,
  index,
  isLast,
}: {
  form: ExamForm;
  question: QuestionDraft;
  index: number;
  isLast: boolean;
}) {
  const path = `questions.${index}`;
  const number = index + 1;
  const move = (by: -1 | 1) => {
    form.reorderListItem("questions", { from: index, to: index + by });
  };
  return (
    <Card withBorder radius="lg" padding="md" component="fieldset" m={0} aria-label={`Question ${number}`}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text fw={600}>Question {number}</Text>
          <Group gap={4}>
            <IconButton
              label={`Move question ${number} up`}
              disabled={index === 0}
              onClick={() => {
                move(-1);
              }}
            >
              <IconArrowUp size={16} aria-hidden />
            </IconButton>
            <IconButton
              label={`Move question ${number} down`}
              disabled={isLast}
              onClick={() => {
                move(1);
              }}
            >
              <IconArrowDown size={16} aria-hidden />
            </IconButton>
            <IconButton
              label={`Remove question ${number}`}
              onClick={() => {
                form.removeListItem("questions", index);
              }}
            >
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
            form.setFieldValue(path, withKind(question, kind));
          }}
          data={[...KINDS]}
        />
        <Textarea label="Question" autosize minRows={2} maxRows={16} {...form.getInputProps(`${path}.prompt`)} />
        {question.kind !== "text" && <OptionsEditor form={form} question={question} path={path} number={number} />}
      </Stack>
    </Card>
  );
}

function OptionsEditor({
  form,
  question: { options },
  path,
  number,
}: {
  form: ExamForm;
  question: QuestionDraft;
  path: string;
  number: number;
}) {
  const list = `${path}.options`;
  return (
    <Stack gap={6}>
      {options.map((option, index) => (
        <Group key={option.key} gap="xs" wrap="nowrap" align="flex-start">
          <TextInput
            aria-label={`Option ${index + 1} of question ${number}`}
            placeholder={`Option ${index + 1}`}
            flex={1}
            {...form.getInputProps(`${list}.${index}.text`)}
          />
          <IconButton
            label={`Remove option ${index + 1} of question ${number}`}
            disabled={options.length <= 2}
            onClick={() => {
              form.removeListItem(list, index);
            }}
          >
            <IconX size={16} aria-hidden />
          </IconButton>
        </Group>
      ))}
      <ListError error={form.errors[list]} path={list} />
      <Button
        variant="subtle"
        size="xs"
        w="fit-content"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => {
          form.insertListItem(list, newOption(options));
        }}
      >
        Add an option
      </Button>
    </Stack>
  );
}

/** What is wrong with a whole list. It can be gone to, as the fields can. */
function ListError({ error, path }: { error: ReactNode; path: string }) {
  if (error === undefined) return null;
  return (
    <Text size="sm" c="var(--app-danger)" role="alert" tabIndex={-1} data-path={path}>
      {error}
    </Text>
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
  children: ReactNode;
}) {
  return (
    <Tooltip label={label} openDelay={500}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
