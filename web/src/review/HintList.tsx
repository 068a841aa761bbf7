import { List, Stack, Text, Title } from "@mantine/core";
import type { Hint, SessionDevice } from "../api/types";
import { hintWords } from "../ui/hintWords";
import { MOVE_REASONS } from "../ui/moveReasons";
import { formatDateTime } from "../ui/time";

/** What staff should know of a sitting and what counts for nothing, and the devices on which it went on. Its student reads the same. */
export function HintList({
  hints,
  devices,
  own,
}: {
  hints: readonly Hint[];
  devices: readonly SessionDevice[];
  own: boolean;
}) {
  // One device, and nothing to say of it, is what everybody has.
  if (hints.length === 0 && devices.length < 2) return null;
  return (
    <Stack gap="xs" data-testid="hints">
      <Title order={2} fz={18}>
        Hints
      </Title>
      <Text size="sm" c="dimmed">
        {own
          ? "Your examiner is told of these. They are no incidents and count for nothing."
          : "Worth knowing, and no more: hints are no incidents, and no score counts them."}
      </Text>
      {hints.length > 0 && (
        <List size="sm">
          {hints.map((hint) => (
            <List.Item key={`${hint.kind} ${hint.detail}`}>
              {hintWords(hint)}, {formatDateTime(hint.last_at)}
            </List.Item>
          ))}
        </List>
      )}
      {devices.length > 1 && (
        <>
          <Text size="sm" fw={600}>
            Devices
          </Text>
          <List size="sm">
            {devices.map((device) => (
              <List.Item key={device.since}>{deviceWords(device)}</List.Item>
            ))}
          </List>
        </>
      )}
    </Stack>
  );
}

function deviceWords({ number, since, browser, network, reason }: SessionDevice): string {
  const why = MOVE_REASONS.find((choice) => choice.reason === reason)?.label;
  return [
    `Device ${number}: ${browser}`,
    ...(network === null ? [] : [`from ${network}`]),
    `since ${formatDateTime(since)}`,
    ...(why === undefined ? [] : [why.charAt(0).toLowerCase() + why.slice(1)]),
  ].join(", ");
}
