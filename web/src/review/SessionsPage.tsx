import { Anchor, Badge, Group, NativeSelect, Pagination, ScrollArea, Stack, Table, Text, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { SessionStatus, SessionSummary } from "../api/types";
import { useSignedIn } from "../identity/signedIn";
import { LoadFailed, Loading, usePageTitle } from "../ui/StatusPages";
import { formatDateTime, oneDecimal } from "../ui/time";

const PAGE_SIZE = 50;

/** `/sessions`: everyone's for staff, one's own for a student. */
export function SessionsPage() {
  const me = useSignedIn();
  const staff = me.role !== "student";
  const title = staff ? "Sessions" : "My results";
  usePageTitle(title);
  const [params, setParams] = useSearchParams();
  const page = Math.max(1, Number(params.get("page") ?? 1) || 1);
  const examId = params.get("exam") ?? "";
  const status = params.get("status") ?? "";

  const filter: server.SessionFilter = {
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
    examId: examId === "" ? undefined : examId,
    status: status === "active" || status === "submitted" ? (status satisfies SessionStatus) : undefined,
  };
  const sessions = useQuery({
    queryKey: [...keys.sessions, filter],
    queryFn: () => server.listSessions(filter),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  const exams = useQuery({ queryKey: keys.exams, queryFn: server.listExams, enabled: staff });

  function change(name: string, value: string) {
    setParams((old) => {
      const next = new URLSearchParams(old);
      if (value === "") next.delete(name);
      else next.set(name, value);
      if (name !== "page") next.delete("page");
      return next;
    });
  }

  if (sessions.isPending) return <Loading what="the sessions" />;
  if (sessions.isError) return <LoadFailed error={sessions.error} onRetry={() => void sessions.refetch()} />;
  const pages = Math.ceil(sessions.data.total / PAGE_SIZE);
  return (
    <Stack gap="md">
      <Title order={1} fz={26}>
        {title}
      </Title>
      {staff && (
        <Group align="flex-end">
          <NativeSelect
            label="Exam"
            value={examId}
            onChange={(event) => {
              change("exam", event.currentTarget.value);
            }}
            data={[
              { value: "", label: "All exams" },
              ...(exams.data ?? []).map((exam) => ({ value: exam.exam_id, label: exam.title })),
            ]}
          />
          <NativeSelect
            label="Status"
            value={status}
            onChange={(event) => {
              change("status", event.currentTarget.value);
            }}
            data={[
              { value: "", label: "All" },
              { value: "active", label: "In progress" },
              { value: "submitted", label: "Submitted" },
            ]}
          />
          <Text c="dimmed" size="sm" pb={8} className="numeric">
            {sessions.data.total} {sessions.data.total === 1 ? "session" : "sessions"}
          </Text>
        </Group>
      )}
      {sessions.data.sessions.length === 0 ? (
        <Text c="dimmed">
          {staff ? "No session matches." : "You have not sat an exam yet. Afterwards you find here what was recorded."}
        </Text>
      ) : (
        <SessionTable sessions={sessions.data.sessions} staff={staff} />
      )}
      {pages > 1 && (
        <Pagination
          total={pages}
          value={page}
          onChange={(next) => {
            change("page", String(next));
          }}
          getControlProps={(control) => ({ "aria-label": `${control} page` })}
        />
      )}
    </Stack>
  );
}

function SessionTable({ sessions, staff }: { sessions: readonly SessionSummary[]; staff: boolean }) {
  return (
    <ScrollArea>
      <Table verticalSpacing="sm" highlightOnHover miw={720}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{staff ? "Student" : "Exam"}</Table.Th>
            {staff && <Table.Th>Exam</Table.Th>}
            <Table.Th>Started</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th ta="right" className="nowrap">
              Cheat score
            </Table.Th>
            <Table.Th ta="right">Incidents</Table.Th>
            <Table.Th ta="right">Clips</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sessions.map((session) => (
            <Table.Tr key={session.session_id}>
              <Table.Td>
                <Anchor component={Link} to={`/sessions/${session.session_id}`} fw={600}>
                  {staff ? session.student.display_name : session.exam_title}
                </Anchor>
                {staff && (
                  <Text size="xs" c="dimmed">
                    {session.student.username}
                  </Text>
                )}
              </Table.Td>
              {staff && <Table.Td>{session.exam_title}</Table.Td>}
              <Table.Td className="nowrap">{formatDateTime(session.started_at)}</Table.Td>
              <Table.Td>
                <StatusBadge status={session.status} />
              </Table.Td>
              <Table.Td ta="right" className="numeric">
                {oneDecimal(session.cheat_score)}
              </Table.Td>
              <Table.Td ta="right" className="numeric">
                {session.incident_count}
                {session.open_incident_count > 0 && ` (${session.open_incident_count} open)`}
              </Table.Td>
              <Table.Td ta="right" className="numeric">
                {session.clip_count}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

export function StatusBadge({ status }: { status: SessionStatus }) {
  return (
    <Badge variant="light" color={status === "active" ? "tide" : "gray"}>
      {status === "active" ? "In progress" : "Submitted"}
    </Badge>
  );
}
