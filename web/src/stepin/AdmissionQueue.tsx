import { Anchor, Button, Group, Image, Modal, Paper, SimpleGrid, Stack, Text, Textarea, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { keys } from "../api/queries";
import { admissionPictureUrl, askForAnotherPicture, firstPictureUrl, letIn, listAdmissions } from "../api/stepin";
import type { WaitingStudent } from "../api/types";
import { useDraft } from "../identity/drafts";
import { ProblemAlert } from "../ui/ProblemAlert";
import { formatClock } from "../ui/time";

const LOOK_MILLIS = 2_000;
const MAX_SENTENCE_CHARACTERS = 300;

/** Who waits to be let in. Nothing is shown while nobody does. */
export function AdmissionQueue({ examId }: { examId: string | null }) {
  const waiting = useQuery({ queryKey: keys.admissions, queryFn: listAdmissions, refetchInterval: LOOK_MILLIS });
  /** As they stood when somebody opened the dialog. */
  const [opened, setOpened] = useState<WaitingStudent | null>(null);
  const shown = (waiting.data ?? []).filter((student) => examId === null || student.exam_id === examId);
  // As it stands now: the picture may come while the dialog is open, and somebody else may decide.
  const listed = waiting.data?.find((student) => student.session_id === opened?.session_id);
  const looked = listed ?? opened;
  const close = () => {
    setOpened(null);
  };
  return (
    <>
      {waiting.isError && (
        <ProblemAlert error={waiting.error} title="Who waits to be let in cannot be shown just now" />
      )}
      <div role="status" aria-label="Students who wait to be let in">
        {shown.length > 0 && (
          <Paper withBorder radius="lg" p="sm" data-testid="admissions">
            <Title order={2} fz={16} mb="xs">
              {shown.length === 1 ? "One student waits to be let in" : `${shown.length} students wait to be let in`}
            </Title>
            <Stack gap="xs">
              {shown.map((student) => (
                <Group key={student.session_id} justify="space-between" gap="sm" data-testid="waiting-student">
                  <Group gap="sm" style={{ minWidth: 0, flex: "1 1 220px" }}>
                    <Anchor component={Link} to={`/sessions/${student.session_id}`} fw={600} className="anywhere">
                      {student.student}
                    </Anchor>
                    <Text size="xs" c="dimmed" className="numeric">
                      {formatClock(student.asked_at)} · {student.exam_title}
                    </Text>
                  </Group>
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={`Look at ${student.student}`}
                    onClick={() => {
                      setOpened(student);
                    }}
                  >
                    Look
                  </Button>
                </Group>
              ))}
            </Stack>
          </Paper>
        )}
      </div>
      <Modal
        opened={opened !== null}
        onClose={close}
        title={looked === null ? "" : `Let ${looked.student} in?`}
        closeOnClickOutside={false}
        centered
        size="xl"
      >
        {looked !== null && (
          <Decision key={looked.session_id} student={looked} waits={listed !== undefined} onDone={close} />
        )}
      </Modal>
    </>
  );
}

function Decision({
  student,
  waits,
  onDone,
}: {
  student: WaitingStudent;
  /** Whether the student still asks to be let in. What the server said, and what was typed, stays here when not. */
  waits: boolean;
  onDone: () => void;
}) {
  const client = useQueryClient();
  const [sentence, setSentence] = useDraft(`admission:${student.session_id}`);
  const [isAsked, setIsAsked] = useState(false);
  const { session_id: sessionId } = student;
  const done = () => {
    setSentence("");
    onDone();
  };
  const settled = { onSuccess: done, onSettled: () => client.invalidateQueries({ queryKey: keys.admissions }) };
  const admit = useMutation({ mutationFn: () => letIn(sessionId, student.picture_at), ...settled });
  const again = useMutation({ mutationFn: () => askForAnotherPicture(sessionId, sentence), ...settled });
  const length = sentence.trim().length;
  const isTooLong = length > MAX_SENTENCE_CHARACTERS;
  const problem = admit.error ?? again.error;
  if (!waits && !admit.isSuccess && !again.isSuccess) {
    return (
      <Stack>
        {problem === null ? (
          <Text role="alert">
            This student does not wait any more: somebody else has decided, or the student has left.
          </Text>
        ) : (
          <ProblemAlert error={problem} />
        )}
        {length > 0 && (
          <Textarea
            label="What you typed, and the student has not read"
            value={sentence}
            readOnly
            autosize
            maxRows={5}
          />
        )}
        <Button w="fit-content" onClick={onDone}>
          Close
        </Button>
      </Stack>
    );
  }
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Picture
          title="Now"
          src={student.picture_at === null ? null : admissionPictureUrl(sessionId, student.picture_at)}
          missing="The picture is on its way. Without a camera there is none."
        />
        <Picture
          title="The first one of earlier exams"
          src={student.has_first_picture ? firstPictureUrl(sessionId) : null}
          missing="None is kept of this student."
        />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        You compare; no program does. People look different with other light, hair or glasses.
      </Text>
      <Textarea
        label="What shall the student do for another picture?"
        description={`The student reads this. ${length} of ${MAX_SENTENCE_CHARACTERS} characters.`}
        placeholder="Please turn on a light in front of you."
        autosize
        minRows={2}
        maxRows={5}
        value={sentence}
        onChange={(event) => {
          setSentence(event.currentTarget.value);
        }}
        error={
          isTooLong
            ? `Shorten it to ${MAX_SENTENCE_CHARACTERS} characters.`
            : isAsked && length === 0
              ? "Say what the student shall do."
              : undefined
        }
      />
      <ProblemAlert error={problem} />
      <Group justify="flex-end">
        <Button
          variant="default"
          loading={again.isPending}
          onClick={() => {
            setIsAsked(true);
            if (length > 0 && !isTooLong) again.mutate();
          }}
        >
          Ask for another picture
        </Button>
        <Button
          loading={admit.isPending}
          onClick={() => {
            admit.mutate();
          }}
        >
          Let in
        </Button>
      </Group>
    </Stack>
  );
}

function Picture({ title, src, missing }: { title: string; src: string | null; missing: string }) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      {src === null ? <Text size="sm">{missing}</Text> : <Image src={src} alt={title} radius="md" />}
    </div>
  );
}
