import {
  Anchor,
  Badge,
  Button,
  Group,
  NativeSelect,
  ScrollArea,
  SegmentedControl,
  Stack,
  Table,
  Text,
  Title,
} from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { ReviewCase, ReviewExam, ReviewFilter, ReviewQueue } from "../api/types";
import { LoadFailed, Loading, usePageTitle } from "../ui/StatusPages";
import { formatDateTime } from "../ui/time";
import { DecisionBadge } from "./DecisionBadge";
import { PRIORITY_WORDS } from "./decisionWords";
import { lastExam, rememberExam } from "./lastExam";
import { ReviewFigures } from "./ReviewFigures";

const FILTERS: readonly ReviewFilter[] = ["undecided", "mine", "decided"];
const FILTER_WORDS: Readonly<Record<ReviewFilter, string>> = {
  undecided: "Undecided",
  mine: "Mine",
  decided: "Decided",
};
/** Others decide meanwhile. */
const READ_AGAIN_MILLIS = 15_000;

const filterOf = (text: string | null): ReviewFilter => FILTERS.find((filter) => filter === text) ?? "undecided";

/** `/review`: what is to be looked at of an exam, what matters first. The exam and the filter stand in the address. */
export function ReviewQueuePage() {
  usePageTitle("Review");
  const [params, setParams] = useSearchParams();
  const exams = useQuery({
    queryKey: keys.reviewExams,
    queryFn: server.listReviewExams,
    refetchInterval: READ_AGAIN_MILLIS,
  });
  const [first, setFirst] = useState<string>();
  if (exams.isPending) return <Loading what="the exams" />;
  if (exams.data === undefined) return <LoadFailed error={exams.error} onRetry={() => void exams.refetch()} />;
  const own = exams.data;
  // What was opened first stays open, also when the list comes in another order.
  const examId = params.get("exam") ?? first ?? opensWith(own);
  if (examId !== undefined && first === undefined) setFirst(examId);
  const filter = filterOf(params.get("filter"));
  const change = (to: Readonly<Record<string, string>>) => {
    setParams((old) => ({ ...Object.fromEntries(old), ...to }));
  };
  return (
    <Stack gap="md">
      <Title order={1} fz={26}>
        Review
      </Title>
      {examId === undefined ? (
        <Text c="dimmed">There is no exam that you review. An admin can assign one to you.</Text>
      ) : (
        <>
          <NativeSelect
            label="Exam"
            maw={480}
            value={examId}
            data={own.map((exam) => ({ value: exam.exam_id, label: examWords(exam) }))}
            onChange={(event) => {
              rememberExam(event.currentTarget.value);
              change({ exam: event.currentTarget.value });
            }}
          />
          <Queue
            key={`${examId} ${filter}`}
            examId={examId}
            filter={filter}
            onFilter={(to) => {
              change({ exam: examId, filter: to });
            }}
          />
          <ReviewFigures examId={examId} />
        </>
      )}
    </Stack>
  );
}

/** The one that was chosen last in this browser; else the first in which something waits. */
function opensWith(exams: readonly ReviewExam[]): string | undefined {
  const last = exams.find(({ exam_id: id }) => id === lastExam());
  const waiting = exams.find(({ undecided }) => undecided > 0);
  return (last ?? waiting ?? exams[0])?.exam_id;
}

/** "Logic (2 undecided, 1 mine)" */
function examWords({ title, undecided, mine }: ReviewExam): string {
  if (undecided === 0) return `${title} (nothing waits)`;
  return `${title} (${undecided} undecided${mine > 0 ? `, ${mine} mine` : ""})`;
}

function Queue({
  examId,
  filter,
  onFilter,
}: {
  examId: string;
  filter: ReviewFilter;
  onFilter: (filter: ReviewFilter) => void;
}) {
  const queue = useInfiniteQuery({
    queryKey: keys.queue(examId, filter),
    queryFn: ({ pageParam }) => server.listReviewCases(examId, filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    // Read again it is read page by page: of a long list only the counts follow by themselves.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : READ_AGAIN_MILLIS),
  });
  const isLong = (queue.data?.pages.length ?? 0) > 1;
  const first = useQuery({
    queryKey: [...keys.queue(examId, filter), "first"],
    queryFn: () => server.listReviewCases(examId, filter, undefined),
    enabled: isLong,
    refetchInterval: READ_AGAIN_MILLIS,
  });
  const counts = (isLong ? first.data : undefined)?.counts ?? queue.data?.pages[0]?.counts;
  const cases = queue.data?.pages.flatMap((page) => page.cases) ?? [];
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label="Which sessions"
        w="fit-content"
        value={filter}
        onChange={(to) => {
          onFilter(filterOf(to));
        }}
        data={FILTERS.map((value) => ({ value, label: label(value, counts) }))}
      />
      {queue.isPending ? (
        <Loading what="the sessions" />
      ) : queue.isError ? (
        <LoadFailed error={queue.error} onRetry={() => void queue.refetch()} />
      ) : cases.length === 0 ? (
        <Text c="dimmed">{nothing(filter)}</Text>
      ) : (
        <>
          <CaseTable cases={cases} />
          <Group gap="xs">
            {queue.hasNextPage && (
              <Button variant="default" loading={queue.isFetchingNextPage} onClick={() => void queue.fetchNextPage()}>
                Show more
              </Button>
            )}
            {isLong && (
              <Button variant="default" loading={queue.isRefetching} onClick={() => void queue.refetch()}>
                Read the list again
              </Button>
            )}
          </Group>
        </>
      )}
    </Stack>
  );
}

const label = (filter: ReviewFilter, counts: ReviewQueue["counts"] | undefined): string =>
  counts === undefined ? FILTER_WORDS[filter] : `${FILTER_WORDS[filter]} (${counts[filter]})`;

function nothing(filter: ReviewFilter): string {
  if (filter === "undecided") return "Nothing waits for a decision.";
  if (filter === "mine") return "You have no session of this exam. Take one that is undecided.";
  return "Nothing is decided yet.";
}

function CaseTable({ cases }: { cases: readonly ReviewCase[] }) {
  return (
    <ScrollArea>
      <Table verticalSpacing="sm" highlightOnHover miw={720} data-testid="review-queue">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Student</Table.Th>
            <Table.Th>Priority</Table.Th>
            <Table.Th>Ended</Table.Th>
            <Table.Th>Decide by</Table.Th>
            <Table.Th>Who</Table.Th>
            <Table.Th>Outcome</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {cases.map((line) => (
            <Table.Tr key={line.session_id}>
              <Table.Td className="anywhere">
                <Anchor component={Link} to={`/sessions/${line.session_id}`} fw={600}>
                  {line.student.display_name}
                </Anchor>
                <Text size="xs" c="dimmed">
                  {line.student.username}
                  {line.attempt > 1 && `, attempt ${line.attempt}`}
                </Text>
              </Table.Td>
              <Table.Td className="nowrap">
                <Badge
                  variant={line.priority === "high" ? "filled" : "light"}
                  color={line.priority === "low" ? "gray" : "tide"}
                >
                  {PRIORITY_WORDS[line.priority]}
                </Badge>
              </Table.Td>
              <Table.Td className="nowrap">{formatDateTime(line.over_at)}</Table.Td>
              <Table.Td className="nowrap">{formatDateTime(line.due_at)}</Table.Td>
              <Table.Td className="anywhere">{line.assigned_to?.display_name ?? "–"}</Table.Td>
              <Table.Td>
                <Group gap={4}>
                  {line.outcome === null ? "–" : <DecisionBadge decided={line.outcome} />}
                  {line.sample === true && <Badge variant="outline">Sample</Badge>}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
