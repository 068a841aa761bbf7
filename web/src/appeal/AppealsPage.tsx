import { Anchor, Button, Group, NativeSelect, ScrollArea, Stack, Table, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { AppealSummary } from "../api/types";
import { LoadFailed, Loading, usePageTitle } from "../ui/StatusPages";
import { formatDateTime } from "../ui/time";

const PAGE_SIZE = 100;
/** Others decide meanwhile. */
const READ_AGAIN_MILLIS = 30_000;
const OUTCOMES = { granted: "Granted", upheld: "Decision upheld" } as const;

/** `/appeals`: what students answered to decisions, of one exam or all, what is due first. */
export function AppealsPage() {
  usePageTitle("Appeals");
  const [params, setParams] = useSearchParams();
  const examId = params.get("exam") ?? "";
  const status = params.get("status") === "decided" ? "decided" : "sent";
  const filter = { examId: examId === "" ? undefined : examId, status, limit: PAGE_SIZE } as const;
  const exams = useQuery({ queryKey: keys.exams, queryFn: server.listExams });
  const appeals = useInfiniteQuery({
    queryKey: [...keys.appeals, filter],
    queryFn: ({ pageParam }) => server.listAppeals({ ...filter, after: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    // Read again it is read page by page: a long list waits to be asked.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : READ_AGAIN_MILLIS),
  });
  const pages = appeals.data?.pages ?? [];
  const listed = pages.flatMap((page) => page.appeals);

  /** Every choice can be gone back to. */
  function choose(changes: Record<string, string>) {
    setParams((old) => {
      const next = new URLSearchParams(old);
      for (const [name, value] of Object.entries(changes)) {
        if (value === "") next.delete(name);
        else next.set(name, value);
      }
      return next;
    });
  }

  return (
    <Stack gap="md">
      <Title order={1} fz={26}>
        Appeals
      </Title>
      <Text size="sm" c="dimmed" maw={720}>
        What students answered to a decision about their exam. Whoever decided about a session can read its appeal and
        does not decide on it: somebody else does.
      </Text>
      <Group align="flex-end">
        <NativeSelect
          label="Exam"
          value={examId}
          maw={360}
          onChange={(event) => {
            choose({ exam: event.currentTarget.value });
          }}
          data={[
            { value: "", label: "All exams" },
            ...(exams.data ?? [])
              .filter(({ on_staff }) => on_staff)
              .map(({ exam_id, title }) => ({ value: exam_id, label: title })),
          ]}
        />
        <NativeSelect
          label="Show"
          value={status}
          onChange={(event) => {
            const { value } = event.currentTarget;
            choose({ status: value === "decided" ? value : "" });
          }}
          data={[
            { value: "sent", label: "To decide" },
            { value: "decided", label: "Decided" },
          ]}
        />
      </Group>
      {appeals.isPending ? (
        <Loading what="the appeals" />
      ) : appeals.isError ? (
        <LoadFailed error={appeals.error} onRetry={() => void appeals.refetch()} />
      ) : listed.length === 0 ? (
        <Text c="dimmed">
          {status === "sent" ? "No appeal waits for a decision." : "No appeal has been decided yet."}
        </Text>
      ) : (
        <>
          <AppealTable appeals={listed} />
          <Group gap="xs">
            {appeals.hasNextPage && (
              <Button
                variant="default"
                loading={appeals.isFetchingNextPage}
                onClick={() => void appeals.fetchNextPage()}
              >
                Show more
              </Button>
            )}
            {pages.length > 1 && (
              <Button variant="default" loading={appeals.isRefetching} onClick={() => void appeals.refetch()}>
                Read the list again
              </Button>
            )}
            {(appeals.hasNextPage || pages.length > 1) && (
              <Text size="sm" c="dimmed">
                {listed.length} of {pages.at(-1)?.total}
              </Text>
            )}
          </Group>
        </>
      )}
    </Stack>
  );
}

function AppealTable({ appeals }: { appeals: readonly AppealSummary[] }) {
  return (
    <ScrollArea>
      <Table verticalSpacing="sm" highlightOnHover miw={{ base: 0, sm: 760 }}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Student</Table.Th>
            <Table.Th>Decide by</Table.Th>
            <Table.Th>Who decides</Table.Th>
            <Table.Th miw={180} visibleFrom="sm">
              Exam
            </Table.Th>
            <Table.Th ta="right" visibleFrom="sm">
              Moments answered
            </Table.Th>
            <Table.Th visibleFrom="sm">Sent</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {appeals.map((appeal) => (
            <Table.Tr key={appeal.appeal_id} data-testid="appeal" data-appeal={appeal.appeal_id}>
              <Table.Td className="anywhere">
                <Anchor component={Link} to={`/appeals/${appeal.appeal_id}`} fw={600}>
                  {appeal.student.display_name}
                </Anchor>
                <Text size="xs" c="dimmed">
                  {appeal.student.username}
                </Text>
                {/* What has no column of its own on a narrow screen. */}
                <Text size="xs" c="dimmed" hiddenFrom="sm">
                  {appeal.exam_title} · {momentWords(appeal.answer_count)} · sent {formatDateTime(appeal.sent_at)}
                </Text>
              </Table.Td>
              <Table.Td>
                {formatDateTime(appeal.answer_until)}{" "}
                {appeal.is_overdue && (
                  <Text span size="sm" fw={600} c="var(--app-warning)">
                    Overdue
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                {appeal.outcome !== null ? (
                  <Text size="sm">{OUTCOMES[appeal.outcome]}</Text>
                ) : (
                  <Text size="sm">{appeal.has_decided ? "Somebody else: you decided first" : "You may"}</Text>
                )}
              </Table.Td>
              <Table.Td className="anywhere" visibleFrom="sm">
                {appeal.exam_title}
              </Table.Td>
              <Table.Td ta="right" className="numeric" visibleFrom="sm">
                {appeal.answer_count}
              </Table.Td>
              <Table.Td className="nowrap" visibleFrom="sm">
                {formatDateTime(appeal.sent_at)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

const momentWords = (count: number): string => (count === 1 ? "one moment answered" : `${count} moments answered`);
