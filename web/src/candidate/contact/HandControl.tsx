import { Button, Group, Modal, Radio, Stack, Text, Textarea } from "@mantine/core";
import { IconHandStop } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { lowerHand, raiseHand } from "../../api/stepin";
import type { Hand, HandKind } from "../../api/types";
import { ProblemAlert } from "../../ui/ProblemAlert";
import { formatClock } from "../../ui/time";

const MAX_NOTE_CHARACTERS = 500;

const KINDS: readonly { kind: HandKind; label: string; short: string }[] = [
  { kind: "question", label: "I have a question", short: "a question" },
  { kind: "technical", label: "Something does not work", short: "a technical problem" },
  { kind: "locked_out", label: "I am locked out and cannot go on", short: "locked out" },
];

/** Raises the hand, and says how it stands. */
export function HandControl({ sessionId, hand }: { sessionId: string; hand: Hand | null }) {
  const [isAsking, setIsAsking] = useState(false);
  const [note, setNote] = useState("");
  const lower = useMutation({ mutationFn: () => lowerHand(sessionId), networkMode: "always" });
  const isUp = hand !== null && hand.answered_at === null;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <div role="status">
          {hand !== null && (
            <Text size="sm" data-testid="hand-state">
              {hand.answered_at === null
                ? `Your hand is up (${KINDS.find(({ kind }) => kind === hand.kind)?.short ?? hand.kind}). Somebody will come to you.`
                : `Your hand was seen at ${formatClock(hand.answered_at)}.`}
            </Text>
          )}
        </div>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconHandStop size={16} aria-hidden />}
          loading={lower.isPending}
          onClick={() => {
            if (isUp) lower.mutate();
            else setIsAsking(true);
          }}
        >
          {isUp ? "Take your hand down" : "Raise your hand"}
        </Button>
      </Group>
      <ProblemAlert error={lower.error} />
      <Modal
        opened={isAsking}
        onClose={() => {
          setIsAsking(false);
        }}
        title="Raise your hand"
        closeOnClickOutside={false}
        centered
      >
        <HandForm
          sessionId={sessionId}
          note={note}
          onNote={setNote}
          onDone={() => {
            setIsAsking(false);
          }}
        />
      </Modal>
    </Stack>
  );
}

function HandForm({
  sessionId,
  note,
  onNote,
  onDone,
}: {
  sessionId: string;
  /** Kept outside: it outlives the dialog. */
  note: string;
  onNote: (note: string) => void;
  onDone: () => void;
}) {
  const [kind, setKind] = useState<HandKind>("question");
  const raise = useMutation({
    mutationFn: () => raiseHand(sessionId, kind, note),
    onSuccess: () => {
      onNote("");
      onDone();
    },
    networkMode: "always",
  });
  const isTooLong = note.trim().length > MAX_NOTE_CHARACTERS;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isTooLong) raise.mutate();
      }}
    >
      <Stack>
        <Radio.Group
          label="What is it?"
          value={kind}
          onChange={(value) => {
            setKind(value);
          }}
        >
          <Stack gap="xs" mt="xs">
            {KINDS.map((each) => (
              <Radio key={each.kind} value={each.kind} label={each.label} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label="In a few words, if you like"
          description={`${note.trim().length} of ${MAX_NOTE_CHARACTERS} characters`}
          autosize
          minRows={2}
          maxRows={6}
          value={note}
          onChange={(event) => {
            onNote(event.currentTarget.value);
          }}
          error={isTooLong ? `Shorten it to ${MAX_NOTE_CHARACTERS} characters.` : undefined}
        />
        <ProblemAlert error={raise.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={raise.isPending}>
            Raise your hand
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
