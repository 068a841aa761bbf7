import { Button, Group, Modal, NativeSelect, Stack, Text, Textarea } from "@mantine/core";
import { IconMessage } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "../api/queries";
import { listMessages, MAX_MESSAGE_CHARACTERS, sendMessage } from "../api/stepin";
import { listGroups } from "../api/server";
import type { Message } from "../api/types";
import { useDraft } from "../identity/drafts";
import { ProblemAlert } from "../ui/ProblemAlert";
import { formatClock } from "../ui/time";

export interface ComposedExam {
  readonly id: string;
  readonly title: string;
}

/** Opens the place to write to everybody who sits one of these exams. */
export function ComposerButton({ exams }: { exams: readonly ComposedExam[] }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconMessage size={16} aria-hidden />}
        disabled={exams.length === 0}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        Write to students
      </Button>
      <ComposerDialog
        opened={isOpen}
        exams={exams}
        onClose={() => {
          setIsOpen(false);
        }}
      />
    </>
  );
}

/** A message to everybody who sits an exam, or to one; and what was said before. What was typed stays until it is sent. */
export function ComposerDialog({
  opened,
  exams,
  one,
  onClose,
}: {
  opened: boolean;
  /** Among which the writer chooses; at least one. */
  exams: readonly ComposedExam[];
  /** The one sitting that it is for; left out for a whole exam. */
  one?: { readonly sessionId: string; readonly student: string };
  onClose: () => void;
}) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={one === undefined ? "Write to students" : `Write to ${one.student}`}
      closeOnClickOutside={false}
      centered
      size="lg"
      keepMounted
    >
      <Composer opened={opened} exams={exams} one={one} onClose={onClose} />
    </Modal>
  );
}

function Composer({
  opened,
  exams,
  one,
  onClose,
}: {
  opened: boolean;
  exams: readonly ComposedExam[];
  one: { readonly sessionId: string; readonly student: string } | undefined;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [chosen, setChosen] = useState("");
  const [text, setText] = useDraft(`message:${one?.sessionId ?? ""}`);
  const [isAsked, setIsAsked] = useState(false);
  const [groupId, setGroupId] = useState("");
  // Of several the writer chooses: none is written to by chance.
  const [onlyExam] = exams.length === 1 ? exams : [];
  const examId = exams.some(({ id }) => id === chosen) ? chosen : (onlyExam?.id ?? "");
  const send = useMutation({
    mutationFn: () =>
      sendMessage(
        examId,
        one === undefined
          ? groupId === ""
            ? { audience: "exam", recipient_id: null, text }
            : { audience: "group", recipient_id: groupId, text }
          : { audience: "session", recipient_id: one.sessionId, text },
      ),
    onSuccess: async () => {
      setText("");
      setIsAsked(false);
      await client.invalidateQueries({ queryKey: keys.messages(examId) });
    },
  });
  const length = text.trim().length;
  const isTooLong = length > MAX_MESSAGE_CHARACTERS;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setIsAsked(true);
        if (examId !== "" && length > 0 && !isTooLong) send.mutate();
      }}
    >
      <Stack>
        {one === undefined && (
          <NativeSelect
            label="To everybody who sits"
            description="Students who begin later read it, too."
            data={[
              ...(onlyExam === undefined ? [{ value: "", label: "Choose an exam" }] : []),
              ...exams.map(({ id, title }) => ({ value: id, label: title })),
            ]}
            value={examId}
            error={isAsked && examId === "" ? "Choose whom you write to." : undefined}
            onChange={(event) => {
              setChosen(event.currentTarget.value);
              setGroupId("");
            }}
          />
        )}
        {one === undefined && opened && <GroupChoice examId={examId} groupId={groupId} onChange={setGroupId} />}
        <Textarea
          label="Message"
          autosize
          minRows={3}
          maxRows={10}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
          description={`${length} of ${MAX_MESSAGE_CHARACTERS} characters`}
          error={
            isTooLong
              ? `Shorten the message to ${MAX_MESSAGE_CHARACTERS} characters, or send it in parts.`
              : isAsked && length === 0
                ? "Write what the students shall read."
                : undefined
          }
        />
        <ProblemAlert error={send.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button type="submit" loading={send.isPending}>
            Send
          </Button>
        </Group>
        {opened && examId !== "" && <SentMessages examId={examId} sessionId={one?.sessionId} />}
      </Stack>
    </form>
  );
}

/** All who sit the exam, or one of its groups; nothing where it has none. */
function GroupChoice({
  examId,
  groupId,
  onChange,
}: {
  examId: string;
  groupId: string;
  onChange: (groupId: string) => void;
}) {
  const groups = useQuery({
    queryKey: keys.groups(examId),
    queryFn: () => listGroups(examId),
    enabled: examId !== "",
  });
  if (groups.data === undefined || groups.data.length === 0) return null;
  return (
    <NativeSelect
      label="Group"
      data={[
        { value: "", label: "All students" },
        ...groups.data.map(({ group_id, name }) => ({ value: group_id, label: name })),
      ]}
      value={groupId}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}

/** What was said in the exam, or to the one sitting, newest first. */
function SentMessages({ examId, sessionId }: { examId: string; sessionId: string | undefined }) {
  const messages = useQuery({
    queryKey: keys.messages(examId),
    queryFn: () => listMessages(examId),
    refetchInterval: 5_000,
  });
  const shown = (messages.data ?? []).filter(
    (message) => sessionId === undefined || message.audience === "exam" || message.session_id === sessionId,
  );
  if (messages.isError) return <ProblemAlert error={messages.error} title="What was sent before cannot be shown" />;
  if (shown.length === 0) return null;
  return (
    <Stack gap="xs" component="ul" p={0} m={0} aria-label="Sent messages" data-testid="sent-messages">
      {shown.map((message) => (
        <SentMessage key={message.message_id} message={message} />
      ))}
    </Stack>
  );
}

const AUDIENCE_WORDS: Readonly<Record<Message["audience"], string>> = {
  exam: " · to all",
  group: " · to a group",
  session: " · to one",
};

function SentMessage({ message }: { message: Message }) {
  return (
    <li style={{ listStyle: "none" }}>
      <Text size="xs" c="dimmed" className="numeric">
        {formatClock(message.sent_at)}
        {message.sent_by !== null && ` · ${message.sent_by}`}
        {AUDIENCE_WORDS[message.audience]} · read by {message.acknowledged} of {message.reached}
      </Text>
      <Text size="sm" className="anywhere" style={{ whiteSpace: "pre-wrap" }}>
        {message.text}
      </Text>
    </li>
  );
}
