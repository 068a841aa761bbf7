import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { formatClock } from "../../ui/time";
import type { RuleSnapshot } from "./windowRule";

/** Stands above the questions of a window while another one, or another device, rules. */
export function LockedNotice({
  id,
  rule,
  unsavedCount,
  onGoOn,
}: {
  id: string;
  rule: RuleSnapshot;
  /** Answers of this window that the server does not have as they are here. */
  unsavedCount: number;
  onGoOn: () => void;
}) {
  return (
    <Alert
      id={id}
      color="blue"
      variant="light"
      icon={<IconLock aria-hidden />}
      title={rule.device === null ? "You went on in another window" : "Your exam goes on on another device"}
      role="status"
      data-testid="locked"
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          {rule.device === null
            ? "Your exam goes on there, and can be changed in one window at a time."
            : `It is open on ${rule.device.browser} since ${formatClock(rule.device.since)}, and can be changed on one device at a time.`}{" "}
          The answers below stay as they were when you left.
        </Text>
        {unsavedCount > 0 && (
          <Text size="sm">
            {unsavedCount === 1 ? "One answer" : `${unsavedCount} answers`} typed here could not be saved yet. Nothing
            of it is lost: go on here to see what to do.
          </Text>
        )}
        {rule.failure !== null && (
          <Text size="sm" c="var(--app-danger)" role="alert">
            {rule.failure}
          </Text>
        )}
        <Button onClick={onGoOn} loading={rule.state === "returning"}>
          Continue here
        </Button>
      </Stack>
    </Alert>
  );
}
