import { Group, Text } from "@mantine/core";
import { IconCloudCheck, IconCloudOff, IconCloudUp } from "@tabler/icons-react";

/** Whether the server has every answer. */
export function SaveState({ unsavedCount, failure }: { unsavedCount: number; failure: string | null }) {
  const Icon = failure !== null ? IconCloudOff : unsavedCount > 0 ? IconCloudUp : IconCloudCheck;
  const words =
    failure !== null
      ? `Not saved yet: ${unsavedCount} ${unsavedCount === 1 ? "answer" : "answers"}. Safe on this computer; trying again.`
      : unsavedCount > 0
        ? "Saving…"
        : "All answers saved";
  return (
    <Group gap={6} wrap="nowrap" role="status" data-testid="save-state">
      <Icon size={18} aria-hidden />
      <Text size="sm" c={failure === null ? "dimmed" : "var(--app-warning)"}>
        {words}
      </Text>
    </Group>
  );
}
