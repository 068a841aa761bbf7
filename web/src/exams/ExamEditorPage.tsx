import {
  Accordion,
  Button,
  Group,
  JsonInput,
  NumberInput,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { Problem, type FieldError } from "../api/problem";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { ExamInput } from "../api/types";
import { ConfirmRemoval } from "../ui/ConfirmRemoval";
import { ProblemAlert } from "../ui/ProblemAlert";
import { LoadFailed, Loading, usePageTitle } from "../ui/StatusPages";
import { draftOf, emptyDraft, errorOf, newQuestion, toInput, type ExamDraft } from "./examDraft";
import { QuestionsEditor } from "./QuestionsEditor";

export function NewExamPage() {
  const [draft] = useState(() => emptyDraft(new Date()));
  return <Editor title="New exam" initial={draft} save={server.createExam} />;
}

export function EditExamPage() {
  const { examId = "" } = useParams();
  const exam = useQuery({
    queryKey: keys.exam(examId),
    queryFn: () => server.getExam(examId),
    // What is being edited must not change under the editor's hands.
    refetchOnWindowFocus: false,
    staleTime: 0,
    gcTime: 0,
  });
  if (exam.isPending) return <Loading what="the exam" />;
  if (exam.isError) return <LoadFailed error={exam.error} onRetry={() => void exam.refetch()} />;
  return (
    <Editor
      key={examId}
      title={exam.data.title}
      initial={draftOf(exam.data)}
      examId={examId}
      save={(input) => server.updateExam(examId, input)}
    />
  );
}

function Editor({
  title,
  initial,
  examId,
  save,
}: {
  title: string;
  initial: ExamDraft;
  examId?: string;
  save: (input: ExamInput) => Promise<unknown>;
}) {
  usePageTitle(title);
  const client = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(initial);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const change = (part: Partial<ExamDraft>) => {
    setDraft((old) => ({ ...old, ...part }));
  };

  const saving = useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.exams });
      await navigate("/exams");
    },
    onError: (error) => {
      if (error instanceof Problem) setErrors(error.errors);
    },
  });

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    saving.reset();
    const result = toInput(draft);
    if ("errors" in result) {
      setErrors(result.errors);
      return;
    }
    setErrors([]);
    saving.mutate(result.input);
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg" maw={860} mx="auto">
        <Title order={1} fz={26}>
          {title}
        </Title>
        <TextInput
          label="Title"
          required
          maxLength={200}
          value={draft.title}
          error={errorOf(errors, "title")}
          onChange={(event) => {
            change({ title: event.currentTarget.value });
          }}
        />
        <Textarea
          label="Description"
          description="Students read it before they begin."
          autosize
          minRows={2}
          maxRows={12}
          maxLength={4000}
          value={draft.description}
          error={errorOf(errors, "description")}
          onChange={(event) => {
            change({ description: event.currentTarget.value });
          }}
        />
        <Group align="flex-start" grow preventGrowOverflow={false}>
          <TextInput
            type="datetime-local"
            label="Opens"
            description="In your own time zone"
            required
            value={draft.opensAt}
            error={errorOf(errors, "opens_at")}
            onChange={(event) => {
              change({ opensAt: event.currentTarget.value });
            }}
          />
          <TextInput
            type="datetime-local"
            label="Closes"
            description="Nobody can go on after this"
            required
            value={draft.closesAt}
            error={errorOf(errors, "closes_at")}
            onChange={(event) => {
              change({ closesAt: event.currentTarget.value });
            }}
          />
          <NumberInput
            label="Minutes"
            description="For each student, from the start"
            required
            min={1}
            max={1440}
            allowDecimal={false}
            value={draft.durationMinutes}
            error={errorOf(errors, "duration_minutes")}
            onChange={(value) => {
              change({ durationMinutes: typeof value === "number" ? value : value === "" ? "" : Number(value) });
            }}
          />
        </Group>

        <QuestionsEditor
          questions={draft.questions}
          errors={errors}
          onChange={(questions) => {
            change({ questions });
          }}
          onAdd={(kind) => {
            change({ questions: [...draft.questions, newQuestion(kind)] });
          }}
        />

        <Accordion variant="separated" radius="lg" defaultValue={draft.policyText.trim() === "{}" ? null : "policy"}>
          <Accordion.Item value="policy">
            <Accordion.Control>Advanced: detection policy</Accordion.Control>
            <Accordion.Panel>
              <JsonInput
                label="Thresholds that differ from the default"
                description="A JSON object. Empty braces mean: all defaults. Names that the server does not know are refused. Sessions that have begun keep the policy they began with."
                autosize
                minRows={4}
                maxRows={24}
                formatOnBlur
                value={draft.policyText}
                error={errorOf(errors, "policy")}
                onChange={(policyText) => {
                  change({ policyText });
                }}
              />
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
        {errorOf(errors, "policy") !== undefined && (
          <Text size="sm" c="var(--app-danger)" role="alert">
            Policy: {errorOf(errors, "policy")}
          </Text>
        )}

        {errors.length > 0 && !saving.isError && (
          <Text c="var(--app-danger)" role="alert">
            Please mend {errors.length === 1 ? "the field" : `the ${errors.length} fields`} marked above.
          </Text>
        )}
        <ProblemAlert error={saving.error} title="The exam was not saved" />
        <Group justify="space-between">
          <Group>
            <Button type="submit" loading={saving.isPending}>
              Save
            </Button>
            <Button component={Link} to="/exams" variant="subtle">
              Cancel
            </Button>
          </Group>
          {examId !== undefined && <DeleteExam examId={examId} title={title} />}
        </Group>
      </Stack>
    </form>
  );
}

function DeleteExam({ examId, title }: { examId: string; title: string }) {
  const [opened, dialog] = useDisclosure(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => server.deleteExam(examId),
    onSuccess: async () => {
      await navigate("/exams");
      await client.invalidateQueries({ queryKey: keys.exams });
    },
  });
  return (
    <>
      <Button variant="subtle" color="red" onClick={dialog.open}>
        Delete this exam
      </Button>
      <ConfirmRemoval opened={opened} onClose={dialog.close} title="Delete the exam?" verb="Delete" removal={remove}>
        “{title}” and its questions will be gone. An exam that somebody has begun cannot be deleted.
      </ConfirmRemoval>
    </>
  );
}
