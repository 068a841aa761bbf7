import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import { IconMessages } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "../../api/queries";
import { listReceivedMessages } from "../../api/stepin";
import type { ReceivedMessage } from "../../api/types";
import type { SittingMessage } from "../events/eventMessages";
import classes from "./Contact.module.css";
import { HandControl } from "./HandControl";
import { InterventionNotice } from "./InterventionNotice";
import { MessageNotice } from "./MessageNotice";
import { SaidDialog } from "./SaidDialog";
import { useScrollRoom } from "./useScrollRoom";

/** So often a list that could not be read is asked for again. */
const RETRY_MILLIS = 3_000;

/**
 * The line between the student and the people who watch, at the lower edge of every window: what was said and is not
 * acknowledged, what has just changed, a hand to raise, and everything that was said before.
 */
export function Contact({ sessionId, sitting }: { sessionId: string; sitting: SittingMessage }) {
  const [isListOpen, setIsListOpen] = useState(false);
  const { count, unacknowledged } = sitting.messages;
  const messages = useQuery({
    // With the counts: what the channel tells is worth a look at once.
    queryKey: [...keys.receivedMessages(sessionId), count, unacknowledged],
    queryFn: () => listReceivedMessages(sessionId),
    enabled: count > 0,
    placeholderData: (before: readonly ReceivedMessage[] | undefined) => before,
    retry: true,
    retryDelay: RETRY_MILLIS,
    networkMode: "always",
  });
  const bar = useScrollRoom();
  const received = count === 0 ? [] : (messages.data ?? []);
  const unread = received.filter((message) => message.acknowledged_at === null);
  return (
    <Paper
      ref={bar}
      component="section"
      withBorder
      radius="lg"
      p="sm"
      className={classes.contact}
      aria-label="Your proctors"
      data-testid="contact"
    >
      <Stack gap="sm">
        <div aria-live="polite">
          <Stack gap="sm">
            {sitting.intervention !== null && (
              <InterventionNotice
                key={sitting.intervention.intervention_id}
                intervention={sitting.intervention}
                endsAt={sitting.status === "active" ? sitting.ends_at : null}
              />
            )}
            {unread.map((message) => (
              <MessageNotice key={message.message_id} sessionId={sessionId} message={message} />
            ))}
            {unacknowledged > 0 && messages.data === undefined && (
              <Text size="sm">There is a message for you. It is on its way…</Text>
            )}
          </Stack>
        </div>
        <Group justify="space-between" gap="xs">
          <HandControl sessionId={sessionId} hand={sitting.hand} />
          <Button
            variant="subtle"
            size="xs"
            leftSection={<IconMessages size={16} aria-hidden />}
            onClick={() => {
              setIsListOpen(true);
            }}
          >
            What was said{received.length > 0 ? ` (${received.length})` : ""}
          </Button>
        </Group>
      </Stack>
      <SaidDialog
        opened={isListOpen}
        sessionId={sessionId}
        messages={received}
        intervention={sitting.intervention}
        onClose={() => {
          setIsListOpen(false);
        }}
      />
    </Paper>
  );
}
