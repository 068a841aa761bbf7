import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { listed, questionCount } from "../ui/words";

export function SubmitDialog({
  opened,
  onClose,
  unanswered,
  notSaved,
  total,
  onConfirm,
}: {
  opened: boolean;
  onClose: () => void;
  /** Numbers of the questions without an answer. */
  unanswered: readonly number[];
  /** Numbers of the questions whose text is not saved until the student does something about it. */
  notSaved: readonly number[];
  total: number;
  onConfirm: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title="Submit the exam?" centered>
      <Stack>
        <Text>
          {unanswered.length === 0
            ? total === 1
              ? "You have answered the question."
              : `You have answered all ${total} questions.`
            : `${unanswered.length} of ${questionCount(total)} ${unanswered.length === 1 ? "has" : "have"} no answer yet: ${listed(unanswered)}.`}
        </Text>
        {notSaved.length > 0 && (
          <Text role="alert" fw={500}>
            What you see at {notSaved.length === 1 ? "question" : "questions"} {listed(notSaved)} is not saved yet. Go
            back and look at the note there: it says what to do. If you submit now, what was saved there before is
            handed in.
          </Text>
        )}
        <Text>After submitting you cannot change your answers.</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep working
          </Button>
          <Button
            onClick={() => {
              onClose();
              onConfirm();
            }}
          >
            Submit now
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
