import {
  Accordion,
  Anchor,
  Box,
  Button,
  Group,
  NumberInput,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { flushSync } from "react-dom";
import { Link, useNavigate, useParams } from "react-router";
import { AdmissionSwitches } from "./AdmissionSwitches";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { ExamInput } from "../api/types";
import { judges } from "../identity/roles";
import { useSignedIn } from "../identity/signedIn";
import { ConfirmRemoval } from "../ui/ConfirmRemoval";
import { ReviewFigures } from "../review/ReviewFigures";
import { ProblemAlert } from "../ui/ProblemAlert";
import { LoadFailed, Loading, usePageTitle } from "../ui/StatusPages";
import { draftOf, emptyDraft, type ExamDraft } from "./examDraft";
import { QuestionsEditor } from "./QuestionsEditor";
import { RoomFit } from "./RoomFit";
import { useExamForm, type ExamForm } from "./useExamForm";

/** The folded part of the page. */
const POLICY = "policy";

export function NewExamPage() {
  const [draft] = useState(() => emptyDraft(new Date()));
  return <Editor title="New exam" initial={draft} save={server.createExam} />;
}

export function EditExamPage() {
  const { examId = "" } = useParams();
  const me = useSignedIn();
  const exam = useQuery({
    queryKey: keys.exam(examId),
    queryFn: () => server.getExam(examId),
    // What is being edited must not change under the editor's hands.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: 0,
    gcTime: 0,
  });
  if (exam.isPending) return <Loading what="the exam" />;
  // Read again, such as after a new sign-in, it may fail: that is no reason to take away what is being written.
  if (exam.data === undefined) return <LoadFailed error={exam.error} onRetry={() => void exam.refetch()} />;
  return (
    <Stack gap="lg">
      <Editor
        key={examId}
        title={exam.data.title}
        initial={draftOf(exam.data)}
        examId={examId}
        save={(input) => server.updateExam(examId, input)}
      />
      {judges(me) && (
        <Box maw={860} w="100%" mx="auto">
          <ReviewFigures examId={examId} />
        </Box>
      )}
    </Stack>
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
  const { form, refuse } = useExamForm(initial);
  const [refusal, setRefusal] = useState<Error | null>(null);
  const [opened, setOpened] = useState<string | null>(initial.policyText.trim() === "{}" ? null : POLICY);

  /** Where to begin mending: what is wrong is brought into view, the folded policy too. */
  function goToFirst(errors: ExamForm["errors"]) {
    // Drawn at once, for what is folded away or not there yet takes no focus.
    flushSync(() => {
      if (errors.policyText !== undefined) setOpened(POLICY);
    });
    const fields = [...document.querySelectorAll<HTMLElement>("[data-path]")];
    fields.find(({ dataset }) => errors[dataset.path ?? ""] !== undefined)?.focus();
  }

  const saving = useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.exams });
      await navigate("/exams");
    },
    onError: (error) => {
      const { placed, left } = refuse(error);
      setRefusal(left);
      goToFirst(placed);
    },
  });
  const wrong = Object.keys(form.errors).length;

  return (
    <form
      onSubmit={form.onSubmit((input) => {
        setRefusal(null);
        saving.mutate(input);
      }, goToFirst)}
      noValidate
    >
      <Stack gap="lg" maw={860} mx="auto">
        <Group justify="space-between" align="baseline">
          <Title order={1} fz={26}>
            {title}
          </Title>
          {examId !== undefined && (
            <Anchor component={Link} to={`/exams/${examId}/staff`}>
              Staff and groups
            </Anchor>
          )}
        </Group>
        {examId !== undefined && <RoomFit examId={examId} />}
        <TextInput label="Title" required {...form.getInputProps("title")} />
        <Textarea
          label="Description"
          description="Students read it before they begin."
          autosize
          minRows={2}
          maxRows={12}
          {...form.getInputProps("description")}
        />
        <Group align="flex-start" grow preventGrowOverflow={false}>
          <TextInput
            type="datetime-local"
            label="Opens"
            description="In your own time zone"
            required
            {...form.getInputProps("opensAt")}
          />
          <TextInput
            type="datetime-local"
            label="Closes"
            description="Nobody goes on after this, but for time that is given"
            required
            {...form.getInputProps("closesAt")}
          />
          <NumberInput
            label="Minutes"
            description="For each student, from the start"
            required
            min={1}
            // What is too much is told, and not made less.
            clampBehavior="none"
            allowDecimal={false}
            {...form.getInputProps("durationMinutes")}
          />
        </Group>

        <QuestionsEditor form={form} />

        <AdmissionSwitches
          policyText={form.values.policyText}
          onChange={(policyText) => {
            form.setFieldValue("policyText", policyText);
          }}
        />

        <Accordion variant="separated" radius="lg" transitionDuration={0} value={opened} onChange={setOpened}>
          <Accordion.Item value={POLICY}>
            <Accordion.Control>Advanced: detection policy</Accordion.Control>
            <Accordion.Panel>
              <Textarea
                label="Thresholds that differ from the default"
                description="A JSON object. Empty braces mean: all defaults. Names that the server does not know are refused. Sessions that have begun keep the policy they began with."
                autosize
                minRows={4}
                maxRows={24}
                spellCheck={false}
                styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
                {...form.getInputProps("policyText")}
              />
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>

        {wrong > 0 && (
          <Text c="var(--app-danger)" role="alert">
            Not saved. Please mend {wrong === 1 ? "the field" : `the ${wrong} fields`} marked above.
          </Text>
        )}
        <ProblemAlert error={refusal} title="The exam was not saved" />
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
