import { Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { keys } from "../../api/queries";
import { listInterventions } from "../../api/stepin";
import type { Intervention, ReceivedMessage } from "../../api/types";
import { ProblemAlert } from "../../ui/ProblemAlert";
import { formatClock } from "../../ui/time";
import classes from "./Contact.module.css";

interface Said {
  readonly id: string;
  readonly at: string;
  readonly text: string;
}

/** Everything that was said to the student and done to the sitting, oldest first. */
export function SaidDialog({
  opened,
  sessionId,
  messages,
  intervention,
  onClose,
}: {
  opened: boolean;
  sessionId: string;
  messages: readonly ReceivedMessage[];
  /** The last one: with another, the list is read again. */
  intervention: Intervention | null;
  onClose: () => void;
}) {
  const done = useQuery({
    queryKey: [...keys.interventions(sessionId), intervention?.intervention_id],
    queryFn: () => listInterventions(sessionId),
    enabled: opened && intervention !== null,
  });
  const said: readonly Said[] = [
    ...messages.map((message) => ({ id: message.message_id, at: message.sent_at, text: message.text })),
    ...(done.data ?? []).map(({ intervention_id, at, words, note }) => ({
      id: intervention_id,
      at,
      text: note === null ? words : `${words} ${note}`,
    })),
  ].toSorted((a, b) => a.at.localeCompare(b.at));
  return (
    <Modal opened={opened} onClose={onClose} title="What was said" centered>
      <ProblemAlert error={done.error} />
      {said.length === 0 ? (
        <Text>Nothing yet. What your proctors write to you stands here, for as long as the exam is open.</Text>
      ) : (
        <Stack component="ul" gap="sm" className={classes.list}>
          {said.map(({ id, at, text }) => (
            <li key={id}>
              <Text size="xs" c="dimmed" className="numeric">
                {formatClock(at)}
              </Text>
              <Text size="sm" className="anywhere" style={{ whiteSpace: "pre-wrap" }}>
                {text}
              </Text>
            </li>
          ))}
        </Stack>
      )}
    </Modal>
  );
}
