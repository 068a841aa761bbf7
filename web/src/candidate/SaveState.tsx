import { Group, Text } from "@mantine/core";
import { IconCloudCheck, IconCloudOff, IconCloudUp } from "@tabler/icons-react";
import type { AnswersSnapshot } from "./answers/answerStore";

/** Whether the server has every answer. */
export function SaveState({ answers }: { answers: AnswersSnapshot }) {
  const { unsavedCount, pendingCount, failure } = answers;
  const isTroubled = failure !== null || unsavedCount > pendingCount;
  const Icon = isTroubled ? IconCloudOff : unsavedCount > 0 ? IconCloudUp : IconCloudCheck;
  return (
    <Group gap={6} wrap="nowrap" role="status" data-testid="save-state">
      <Icon size={18} aria-hidden />
      <Text size="sm" c={isTroubled ? "var(--app-warning)" : "dimmed"}>
        {words(answers)}
      </Text>
    </Group>
  );
}

function words({ unsavedCount, pendingCount, failure, isBackedUp }: AnswersSnapshot): string {
  const waiting = unsavedCount - pendingCount;
  const where = isBackedUp ? "Safe on this computer" : "Only on this page until then, so please keep it open";
  if (failure !== null) return `Not saved yet: ${counted(unsavedCount)}. ${where}; trying again.`;
  if (waiting > 0) return `Not saved yet: ${counted(waiting)}. ${where}. See the note at the question.`;
  if (unsavedCount > 0) return isBackedUp ? "Saving…" : `Saving… ${where}.`;
  return "All answers saved";
}

function counted(answers: number): string {
  return answers === 1 ? "1 answer" : `${answers} answers`;
}
