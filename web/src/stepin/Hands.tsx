import { Anchor, Badge, Button, Group, Modal, Paper, Stack, Text, Textarea, Title } from "@mantine/core";
import { IconHandStop } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { keys } from "../api/queries";
import { answerHand, listHands, MAX_MESSAGE_CHARACTERS } from "../api/stepin";
import type { RaisedHand } from "../api/types";
import { useDraft } from "../identity/drafts";
import { ProblemAlert } from "../ui/ProblemAlert";
import { formatClock } from "../ui/time";
import { HAND_WORDS } from "./reasons";

const LOOK_MILLIS = 2_000;

/** The hands that wait, who is locked out first. Nothing is shown while none is up. */
export function Hands({ examId }: { examId: string | null }) {
  const hands = useQuery({ queryKey: keys.hands, queryFn: listHands, refetchInterval: LOOK_MILLIS });
  const [answering, setAnswering] = useState<RaisedHand | null>(null);
  const shown = (hands.data ?? []).filter(
    // Who cannot go on is helped by whoever watches, whichever exam is looked at.
    (raised) => examId === null || raised.exam_id === examId || raised.hand.kind === "locked_out",
  );
  return (
    <>
      {hands.isError && <ProblemAlert error={hands.error} title="Raised hands cannot be shown just now" />}
      <div role="status" aria-label="Raised hands">
        {shown.length > 0 && (
          <Paper withBorder radius="lg" p="sm" data-testid="hands">
            <Title order={2} fz={16} mb="xs">
              {shown.length === 1 ? "One hand is up" : `${shown.length} hands are up`}
            </Title>
            <Stack gap="xs">
              {shown.map((raised) => (
                <HandRow
                  key={raised.session_id}
                  raised={raised}
                  onAnswer={() => {
                    setAnswering(raised);
                  }}
                />
              ))}
            </Stack>
          </Paper>
        )}
      </div>
      <Modal
        opened={answering !== null}
        onClose={() => {
          setAnswering(null);
        }}
        title={answering === null ? "" : `Answer ${answering.student}`}
        closeOnClickOutside={false}
        centered
      >
        {answering !== null && (
          <AnswerForm
            key={answering.session_id}
            raised={answering}
            onClose={() => {
              setAnswering(null);
            }}
          />
        )}
      </Modal>
    </>
  );
}

function HandRow({ raised, onAnswer }: { raised: RaisedHand; onAnswer: () => void }) {
  const { hand } = raised;
  return (
    <Group gap="sm" justify="space-between" data-testid="hand" data-kind={hand.kind}>
      <Group gap="sm" style={{ minWidth: 0, flex: "1 1 220px" }}>
        <IconHandStop size={18} aria-hidden />
        <Badge
          variant="light"
          color={hand.kind === "question" ? "gray" : "orange"}
          c={
            hand.kind === "question"
              ? "var(--mantine-color-text)"
              : "light-dark(#8a3b00, var(--mantine-color-orange-2))"
          }
        >
          {HAND_WORDS[hand.kind]}
        </Badge>
        <Anchor component={Link} to={`/sessions/${raised.session_id}`} fw={600} className="anywhere">
          {raised.student}
        </Anchor>
        <Text size="xs" c="dimmed" className="numeric">
          {formatClock(hand.raised_at)} · {raised.exam_title}
        </Text>
        {hand.note !== null && (
          <Text size="sm" className="anywhere" flex="1 1 100%">
            {hand.note}
          </Text>
        )}
      </Group>
      <Button size="xs" variant="default" onClick={onAnswer} aria-label={`Answer ${raised.student}`}>
        Answer
      </Button>
    </Group>
  );
}

function AnswerForm({ raised, onClose }: { raised: RaisedHand; onClose: () => void }) {
  const client = useQueryClient();
  const [text, setText] = useDraft(`answer:${raised.session_id}`);
  const answer = useMutation({
    mutationFn: () => answerHand(raised.session_id, text),
    onSuccess: () => {
      setText("");
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.hands }),
  });
  const isTooLong = text.trim().length > MAX_MESSAGE_CHARACTERS;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isTooLong) answer.mutate();
      }}
    >
      <Stack>
        <Text size="sm">
          {HAND_WORDS[raised.hand.kind]}
          {raised.hand.note !== null && `: ${raised.hand.note}`}
        </Text>
        <Textarea
          label="Message"
          description={`${text.trim().length} of ${MAX_MESSAGE_CHARACTERS} characters. Leave it empty to say only that you have seen the hand.`}
          autosize
          minRows={3}
          maxRows={8}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
          error={isTooLong ? `Shorten the message to ${MAX_MESSAGE_CHARACTERS} characters.` : undefined}
        />
        <ProblemAlert error={answer.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={answer.isPending}>
            {text.trim() === "" ? "I have seen it" : "Send"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
