import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { AppealOutcome } from "../api/types";

/** Asks once before an appeal is decided for good. */
export function ConfirmDecision({
  opened,
  whole,
  isBareConcern,
  isBusy,
  onClose,
  onConfirm,
}: {
  opened: boolean;
  whole: AppealOutcome | null;
  /** Whether a concern is upheld of which no moment is left. */
  isBareConcern: boolean;
  isBusy: boolean;
  onClose: () => void;
  onConfirm: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title="Is this your decision?" centered>
      <Stack>
        <Text>
          {whole === "granted"
            ? "You grant the appeal: nothing is held against the student."
            : "You uphold the first decision about the whole."}{" "}
          The student reads it at once, and nobody can change it afterwards.
        </Text>
        {isBareConcern && (
          <Text fw={500} data-testid="bare-concern">
            You grant every moment, and yet the concern stands. Go on only if it stands without them, and your reason
            says why.
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Not yet
          </Button>
          <Button loading={isBusy} onClick={onConfirm}>
            Yes, this is final
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
