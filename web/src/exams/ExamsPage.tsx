import { Anchor, Badge, Button, Group, ScrollArea, Stack, Table, Text, Title, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { ExamState } from "../api/types";
import { attendsSittings } from "../identity/roles";
import { useSignedIn } from "../identity/signedIn";
import { LoadFailed, Loading, usePageTitle } from "../ui/StatusPages";
import { formatDateTime, formatMinutes } from "../ui/time";

const STATES: Readonly<Record<ExamState, { words: string; color: string }>> = {
  open: { words: "Open", color: "tide" },
  upcoming: { words: "Not open yet", color: "gray" },
  closed: { words: "Closed", color: "gray" },
};

export function ExamsPage() {
  usePageTitle("Exams");
  const me = useSignedIn();
  const exams = useQuery({ queryKey: keys.exams, queryFn: server.listExams });
  if (exams.isPending) return <Loading what="the exams" />;
  if (exams.isError) return <LoadFailed error={exams.error} onRetry={() => void exams.refetch()} />;
  // Who sits exams as well is told of those too.
  const own = exams.data.filter(({ on_staff }) => on_staff);
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} fz={26}>
          Exams
        </Title>
        <Button component={Link} to="/exams/new">
          New exam
        </Button>
      </Group>
      {own.length === 0 ? (
        <Text c="dimmed">There is no exam yet. Begin with “New exam”.</Text>
      ) : (
        <ScrollArea>
          <Table verticalSpacing="sm" highlightOnHover miw={{ base: 0, sm: 860 }}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Title</Table.Th>
                <Table.Th visibleFrom="sm">State</Table.Th>
                <Table.Th visibleFrom="sm">Opens</Table.Th>
                <Table.Th visibleFrom="sm">Closes</Table.Th>
                <Table.Th visibleFrom="sm">Time</Table.Th>
                <Table.Th ta="right" visibleFrom="sm">
                  Questions
                </Table.Th>
                <Table.Th>
                  <VisuallyHidden>Staff, groups and sessions</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {own.map((exam) => (
                <Table.Tr key={exam.exam_id}>
                  <Table.Td className="anywhere">
                    <Anchor component={Link} to={`/exams/${exam.exam_id}`} fw={600}>
                      {exam.title}
                    </Anchor>
                    {/* What has no column of its own on a narrow screen. */}
                    <Text size="xs" c="dimmed" hiddenFrom="sm">
                      {STATES[exam.state].words} · {formatDateTime(exam.opens_at)} – {formatDateTime(exam.closes_at)} ·{" "}
                      {formatMinutes(exam.duration_minutes)} · {exam.question_count}{" "}
                      {exam.question_count === 1 ? "question" : "questions"}
                    </Text>
                  </Table.Td>
                  <Table.Td visibleFrom="sm">
                    <Badge variant="light" color={STATES[exam.state].color}>
                      {STATES[exam.state].words}
                    </Badge>
                  </Table.Td>
                  <Table.Td className="nowrap" visibleFrom="sm">
                    {formatDateTime(exam.opens_at)}
                  </Table.Td>
                  <Table.Td className="nowrap" visibleFrom="sm">
                    {formatDateTime(exam.closes_at)}
                  </Table.Td>
                  <Table.Td className="nowrap" visibleFrom="sm">
                    {formatMinutes(exam.duration_minutes)}
                  </Table.Td>
                  <Table.Td ta="right" className="numeric" visibleFrom="sm">
                    {exam.question_count}
                  </Table.Td>
                  <Table.Td ta="right">
                    <Group gap="xs" justify="flex-end">
                      <Anchor component={Link} to={`/exams/${exam.exam_id}/staff`} size="sm" className="nowrap">
                        Staff and groups
                      </Anchor>
                      {attendsSittings(me) && (
                        <Anchor component={Link} to={`/sessions?exam=${exam.exam_id}`} size="sm">
                          Sessions
                        </Anchor>
                      )}
                    </Group>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
      )}
    </Stack>
  );
}
