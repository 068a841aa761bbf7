import {
  Accordion,
  Alert,
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
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Link, useNavigate, useParams } from "react-router";
import { AdmissionSwitches } from "./AdmissionSwitches";
import { keys } from "../api/queries";
import * as server from "../api/server";
import { Problem } from "../api/problem";
import type { Exam, ExamInput } from "../api/types";
import { judges } from "../identity/roles";
import { useSignedIn } from "../identity/signedIn";
import { ConfirmRemoval } from "../ui/ConfirmRemoval";
import { ReviewFigures } from "../review/ReviewFigures";
import { ProblemAlert } from "../ui/ProblemAlert";
import { LoadFailed, Loading, usePageTitle } from "../ui/StatusPages";
import { ExamConflict } from "./ExamConflict";
import classes from "./ExamEditorPage.module.css";
import { draftOf, emptyDraft, isSameExam, onTopOf, type ExamDraft } from "./examDraft";
import { useKeptExam } from "./keptExam";
import { QuestionsEditor } from "./QuestionsEditor";
import { RoomFit } from "./RoomFit";
import { useExamForm, type ExamForm } from "./useExamForm";

/** The folded part of the page. */
const POLICY = "policy";

export function NewExamPage() {
  const [draft] = useState(() => emptyDraft(new Date()));
  return <Editor title="New exam" saved={draft} save={server.createExam} />;
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
        saved={draftOf(exam.data)}
        stored={exam.data}
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

/**
 * @param saved where one starts from: what the server has, or an empty exam
 * @param stored the exam that is changed; undefined for a new one
 */
function Editor({
  title,
  saved,
  stored,
  save,
}: {
  title: string;
  saved: ExamDraft;
  stored?: Exam;
  save: (input: ExamInput) => Promise<unknown>;
}) {
  usePageTitle(title);
  const client = useQueryClient();
  const navigate = useNavigate();
  const examId = stored?.exam_id;
  const kept = useKeptExam(examId);
  const [start] = useState(saved);
  const [wasFound, setWasFound] = useState(kept.found !== undefined);
  /** The state of the exam that this changes. */
  const basedOn = useRef(kept.found === undefined ? stored?.updated_at : kept.found.basedOn);
  const { form, refuse } = useExamForm(kept.found?.draft ?? start, (draft) => {
    kept.keep(isSameExam(draft, start) ? undefined : { draft, basedOn: basedOn.current });
  });
  const [refusal, setRefusal] = useState<Error | null>(null);
  const [opened, setOpened] = useState<string | null>(form.values.policyText.trim() === "{}" ? null : POLICY);
  const isOvertaken = refusal instanceof Problem && refusal.code === "exam_changed";

  function startAnew(draft: ExamDraft, from: string | undefined) {
    basedOn.current = from;
    form.setValues(draft);
    form.clearErrors();
    kept.keep(undefined);
    setWasFound(false);
    setRefusal(null);
  }

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
    mutationFn: (input: ExamInput) =>
      save(basedOn.current === undefined ? input : { ...input, based_on: basedOn.current }),
    onSuccess: async () => {
      kept.keep(undefined);
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
        {wasFound && (
          <Alert color="blue" variant="light" title="What you had not saved is here again">
            <Button
              variant="default"
              size="xs"
              onClick={() => {
                startAnew(start, stored?.updated_at);
              }}
            >
              {stored === undefined ? "Start anew" : "Drop it and show what is saved"}
            </Button>
          </Alert>
        )}
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

        {stored?.has_sittings === true && (
          <Alert color="blue" variant="light">
            Students have begun this exam, so its questions stay as they are. Everything else can be changed; for other
            questions make a new exam.
          </Alert>
        )}
        <fieldset className={classes.plain} disabled={stored?.has_sittings === true}>
          <QuestionsEditor form={form} />
        </fieldset>

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
        {isOvertaken && examId !== undefined ? (
          <ExamConflict
            examId={examId}
            mine={form.values}
            isSaving={saving.isPending}
            onSaveMine={(theirs) => {
              basedOn.current = theirs.updated_at;
              form.onSubmit((input) => {
                saving.mutate(onTopOf(theirs, input));
              }, goToFirst)();
            }}
            onTakeTheirs={(theirs) => {
              startAnew(draftOf(theirs), theirs.updated_at);
            }}
          />
        ) : (
          <ProblemAlert error={refusal} title="The exam was not saved" />
        )}
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
