import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconMessage } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "../../api/queries";
import { acknowledgeMessage } from "../../api/stepin";
import type { ReceivedMessage } from "../../api/types";
import { ProblemAlert } from "../../ui/ProblemAlert";
import { formatClock } from "../../ui/time";

/** A message that stays until the student says that it is read. */
export function MessageNotice({ sessionId, message }: { sessionId: string; message: ReceivedMessage }) {
  const client = useQueryClient();
  const acknowledge = useMutation({
    mutationFn: () => acknowledgeMessage(sessionId, message.message_id),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.receivedMessages(sessionId) }),
    networkMode: "always",
  });
  return (
    <Alert
      color="blue"
      variant="light"
      icon={<IconMessage aria-hidden />}
      title={`${message.audience === "session" ? "A message for you" : "A message for everybody"} from your proctors, ${formatClock(message.sent_at)}`}
      data-testid="message"
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm" className="anywhere" style={{ whiteSpace: "pre-wrap" }}>
          {message.text}
        </Text>
        <ProblemAlert error={acknowledge.error} />
        <Button
          size="xs"
          loading={acknowledge.isPending}
          onClick={() => {
            acknowledge.mutate();
          }}
        >
          I have read this
        </Button>
      </Stack>
    </Alert>
  );
}
