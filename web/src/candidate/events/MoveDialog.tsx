import { Button, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { MoveReason } from "../../api/types";
import { MOVE_REASONS } from "../../ui/moveReasons";
import { formatClock } from "../../ui/time";
import type { OnDevice } from "./eventMessages";

/** Asks a student whose exam is open on another device whether it shall go on here, and why. */
export function MoveDialog({
  opened,
  device,
  onMove,
  onStay,
}: {
  opened: boolean;
  /** Where it is open; null while that is not known. */
  device: OnDevice | null;
  onMove: (reason: MoveReason) => void;
  onStay: () => void;
}) {
  const [reason, setReason] = useState<MoveReason | null>(null);
  const [isMissing, setMissing] = useState(false);
  return (
    <Modal opened={opened} onClose={onStay} title="Continue the exam on this device?" centered>
      <Stack>
        <Text>
          Your exam is open on another device
          {device !== null && ` (${device.browser}) since ${formatClock(device.since)}`}. It can go on on one device at
          a time: if you continue here, it is locked there. Your time goes on, and everything that was saved is here.
        </Text>
        <Radio.Group
          label="Why do you continue here?"
          description="Your proctor sees this, with the time and the kind of browser."
          value={reason}
          onChange={(chosen) => {
            setReason(chosen);
            setMissing(false);
          }}
          error={isMissing ? "Choose one of the two." : undefined}
        >
          <Stack gap="xs" mt="xs">
            {MOVE_REASONS.map(({ reason: value, label }, index) => (
              <Radio key={value} value={value} label={label} data-autofocus={index === 0 ? true : undefined} />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onStay}>
            Not here
          </Button>
          <Button
            onClick={() => {
              if (reason === null) setMissing(true);
              else onMove(reason);
            }}
          >
            Continue here
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
