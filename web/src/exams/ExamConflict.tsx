import { Alert, Button, Group, List, Stack, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import * as server from "../api/server";
import type { Exam } from "../api/types";
import { LoadFailed, Loading } from "../ui/StatusPages";
import { differences, draftOf, type ExamDraft } from "./examDraft";

/** Two people have changed one exam: what the other one saved, beside what is typed here, and a choice. */
export function ExamConflict({
  examId,
  mine,
  isSaving,
  onSaveMine,
  onTakeTheirs,
}: {
  examId: string;
  mine: ExamDraft;
  isSaving: boolean;
  onSaveMine: (theirs: Exam) => void;
  onTakeTheirs: (theirs: Exam) => void;
}) {
  const stored = useQuery({
    queryKey: ["exam-conflict", examId],
    queryFn: () => server.getExam(examId),
    gcTime: 0,
    staleTime: 0,
  });
  if (stored.isPending) return <Loading what="what is saved" />;
  if (stored.data === undefined) return <LoadFailed error={stored.error} onRetry={() => void stored.refetch()} />;
  const theirs = stored.data;
  const different = differences(draftOf(theirs), mine);
  return (
    <Alert
      color="yellow"
      variant="light"
      role="alert"
      icon={<IconAlertCircle aria-hidden />}
      title="Somebody has changed this exam since you opened it"
    >
      <Stack gap="sm">
        <Text size="sm">
          What you typed is still here and not saved.{" "}
          {different.length === 0 ? "It says the same as what is saved." : "Saved meanwhile, and other than yours:"}
        </Text>
        <List size="sm">
          {different.map(({ name, saved }) => (
            <List.Item key={name} style={{ overflowWrap: "anywhere" }}>
              <strong>{name}</strong>: {saved}
            </List.Item>
          ))}
        </List>
        <Group>
          <Button
            loading={isSaving}
            onClick={() => {
              onSaveMine(theirs);
            }}
          >
            Save mine in its place
          </Button>
          <Button
            variant="default"
            onClick={() => {
              onTakeTheirs(theirs);
            }}
          >
            Take what is saved, and drop mine
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
