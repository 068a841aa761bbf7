import { Alert, Text } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { listed } from "../ui/words";

/** Submitting has turned back, because saving the last answers brought up something that only the student can decide. */
export function NotSubmittedNotice({
  waiting,
}: {
  /** Numbers of the questions that wait. */ waiting: readonly number[];
}) {
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconInfoCircle aria-hidden />}
      title="Your exam is not submitted yet"
      data-testid="not-submitted"
    >
      <Text size="sm">
        {waiting.length > 0
          ? `While your last answers were being saved, something came up at ${
              waiting.length === 1 ? "question" : "questions"
            } ${listed(waiting)} that only you can decide. Please look at the note there, and then submit again.`
          : "Everything is saved now. Please submit again when you are ready."}
      </Text>
    </Alert>
  );
}
