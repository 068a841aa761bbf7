import { Anchor, Badge, Box, Button, Pagination, ScrollArea, Stack, Table, Text, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { SessionList, SessionStatus, SessionSummary } from "../api/types";
import { attendsSittings } from "../identity/roles";
import { useSignedIn } from "../identity/signedIn";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Loading, usePageTitle } from "../ui/StatusPages";
import { isOver, STATUS_WORDS } from "../ui/sittingStates";
import { formatDateTime, oneDecimal } from "../ui/time";
import { watchedWords } from "../ui/watching";
import { toldWords } from "./decisionWords";
import { SessionFilters } from "./SessionFilters";
import { filterOf, isNarrowed, isUnsearchable, PAGE_SIZE, readView, writeView, type SessionView } from "./sessionView";

/** `/sessions`: those that one attends for staff, one's own for a student. */
export function SessionsPage() {
  const me = useSignedIn();
  const staff = attendsSittings(me);
  const title = staff ? "Sessions" : "My results";
  usePageTitle(title);
  const [params, setParams] = useSearchParams();
  const view = readView(params);
  const filter = filterOf(view);
  const isRefused = isUnsearchable(view);
  const sessions = useQuery({
    enabled: !isRefused,
    queryKey: [...keys.sessions, filter],
    queryFn: () => server.listSessions(filter),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  const exams = useQuery({ queryKey: keys.exams, queryFn: server.listExams, enabled: staff });

  /** Every choice can be gone back to; what is typed on the way to a search cannot. */
  function change(to: Partial<SessionView>, typed = false) {
    setParams((old) => writeView(old, to), { replace: typed });
  }

  return (
    <Stack gap="md">
      <Title order={1} fz={26}>
        {title}
      </Title>
      {staff && (
        <SessionFilters view={view} exams={(exams.data ?? []).filter(({ on_staff }) => on_staff)} onChange={change} />
      )}
      {isRefused ? (
        <Empty
          says="The search holds a character that cannot be seen and that no name has, such as one that was pasted along. Type the name anew."
          action="Show all sessions"
          onAction={() => {
            change({ search: "" });
          }}
        />
      ) : sessions.isError ? (
        // Beside the filters, for what the server did not take may be one of them.
        <Stack gap="sm" align="flex-start">
          <ProblemAlert error={sessions.error} title="The sessions could not be read" />
          <Button variant="default" onClick={() => void sessions.refetch()}>
            Try again
          </Button>
        </Stack>
      ) : sessions.isPending ? (
        <Loading what="the sessions" />
      ) : (
        <Results list={sessions.data} view={view} staff={staff} stale={sessions.isPlaceholderData} onChange={change} />
      )}
    </Stack>
  );
}

function Results({
  list,
  view,
  staff,
  stale,
  onChange,
}: {
  list: SessionList;
  view: SessionView;
  staff: boolean;
  stale: boolean;
  onChange: (change: Partial<SessionView>) => void;
}) {
  const pages = Math.ceil(list.total / PAGE_SIZE);
  return (
    <>
      {staff && (
        <Text c="dimmed" size="sm" className="numeric" role="status">
          {list.total} {list.total === 1 ? "session" : "sessions"}
        </Text>
      )}
      {list.sessions.length === 0 ? (
        <Nothing total={list.total} view={view} staff={staff} onChange={onChange} />
      ) : (
        <Box opacity={stale ? 0.6 : 1} aria-busy={stale}>
          <SessionTable sessions={list.sessions} staff={staff} />
        </Box>
      )}
      {pages > 1 && list.sessions.length > 0 && (
        <Pagination
          total={pages}
          value={view.page}
          onChange={(page) => {
            onChange({ page });
          }}
          getControlProps={(control) => ({ "aria-label": `${control} page` })}
        />
      )}
    </>
  );
}

/** Why nothing is there, and what to do about it. */
function Nothing({
  total,
  view,
  staff,
  onChange,
}: {
  total: number;
  view: SessionView;
  staff: boolean;
  onChange: (change: Partial<SessionView>) => void;
}) {
  if (!staff) {
    return <Text c="dimmed">You have not sat an exam yet. Afterwards you find here what was recorded.</Text>;
  }
  if (total > 0) {
    return (
      <Empty
        says="There is no such page."
        action="Go to the first page"
        onAction={() => {
          onChange({ page: 1 });
        }}
      />
    );
  }
  if (!isNarrowed(view)) {
    return (
      <Text c="dimmed">Nobody has sat an exam yet. A session is listed here as soon as a student starts one.</Text>
    );
  }
  return (
    <Empty
      says={
        view.search === ""
          ? "No session matches. Choose another exam or status."
          : `No session of a student called “${view.search}” matches. Try a shorter part of the name, or another exam or status.`
      }
      action="Show all sessions"
      onAction={() => {
        onChange({ examId: "", status: "", search: "" });
      }}
    />
  );
}

function Empty({ says, action, onAction }: { says: string; action: string; onAction: () => void }) {
  return (
    <Stack gap="sm" py="lg" align="flex-start">
      <Text style={{ overflowWrap: "anywhere" }}>{says}</Text>
      <Button variant="default" onClick={onAction}>
        {action}
      </Button>
    </Stack>
  );
}

/** What a reviewer looks for stands next to the name: on a phone the rest stands below it. */
function SessionTable({ sessions, staff }: { sessions: readonly SessionSummary[]; staff: boolean }) {
  return (
    <ScrollArea>
      <Table verticalSpacing="sm" highlightOnHover miw={{ base: 0, sm: staff ? 860 : 640 }}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{staff ? "Student" : "Exam"}</Table.Th>
            {staff && <Table.Th ta="right">Cheat score</Table.Th>}
            <Table.Th ta="right">Incidents</Table.Th>
            <Table.Th ta="right" visibleFrom="sm">
              Clips
            </Table.Th>
            <Table.Th ta="right" visibleFrom="sm">
              Watched
            </Table.Th>
            {staff && (
              <Table.Th miw={200} visibleFrom="sm">
                Exam
              </Table.Th>
            )}
            <Table.Th visibleFrom="sm">Started</Table.Th>
            <Table.Th visibleFrom="sm">Status</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sessions.map((session) => (
            <Table.Tr key={session.session_id}>
              <Table.Td className="anywhere">
                <Anchor
                  component={Link}
                  to={`/sessions/${session.session_id}${!staff && isOver(session.status) ? "/seen" : ""}`}
                  fw={600}
                >
                  {staff ? session.student.display_name : session.exam_title}
                </Anchor>
                {staff && (
                  <Text size="xs" c="dimmed">
                    {session.student.username}
                  </Text>
                )}
                <Text size="xs" c="dimmed" hiddenFrom="sm">
                  {staff && `${session.exam_title} · `}
                  {formatDateTime(session.started_at)} · {STATUS_WORDS[session.status]} · {session.clip_count}{" "}
                  {session.clip_count === 1 ? "clip" : "clips"} · watched: {watchedWords(session.watching)}
                </Text>
              </Table.Td>
              {staff && (
                <Table.Td ta="right" className="numeric">
                  {oneDecimal(session.cheat_score)}
                </Table.Td>
              )}
              <Table.Td ta="right" className="numeric">
                {session.incident_count}
                {session.open_incident_count > 0 && ` (${session.open_incident_count} open)`}
              </Table.Td>
              <Table.Td ta="right" className="numeric" visibleFrom="sm">
                {session.clip_count}
              </Table.Td>
              <Table.Td ta="right" className="numeric" visibleFrom="sm" data-testid="watched">
                {watchedWords(session.watching)}
              </Table.Td>
              {staff && (
                <Table.Td className="anywhere" visibleFrom="sm">
                  {session.exam_title}
                </Table.Td>
              )}
              <Table.Td className="nowrap" visibleFrom="sm">
                {formatDateTime(session.started_at)}
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <StatusBadge status={session.status} />
                {!staff && session.decision !== null && (
                  <Text size="xs" mt={4} data-testid="told-decision">
                    {toldWords(session.decision)}
                  </Text>
                )}
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
    <Badge variant="light" color={isOver(status) ? "gray" : "tide"}>
      {STATUS_WORDS[status]}
    </Badge>
  );
}
