import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { ProblemAlert } from "./ProblemAlert";

/** Asks before something is gone for good. Keeping it has the focus; what failed is said here, and the question stays. */
export function ConfirmRemoval({
  opened,
  onClose,
  title,
  verb,
  removal,
  children,
}: {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What the button says that does it. */
  verb: string;
  removal: { readonly error: unknown; readonly isPending: boolean; readonly mutate: () => void };
  /** What will be gone. */
  children: ReactNode;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} centered>
      <Stack>
        <Text>{children}</Text>
        <ProblemAlert error={removal.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button
            color="red.9"
            loading={removal.isPending}
            onClick={() => {
              removal.mutate();
            }}
          >
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
