import { Badge, Button, Card, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { ExamSummary, SessionSummary } from "../api/types";
import { useSignedIn } from "../identity/signedIn";
import { toldWords } from "../review/decisionWords";
import { LoadFailed, Loading, usePageTitle } from "../ui/StatusPages";
import { isOver, STATUS_WORDS } from "../ui/sittingStates";
import { formatDateTime, formatMinutes } from "../ui/time";
import { questionCount } from "../ui/words";

export function ExamListPage() {
  usePageTitle("My exams");
  // An exam opens and closes while the page is open.
  const exams = useQuery({ queryKey: keys.exams, queryFn: server.listExams, refetchInterval: 30_000 });
  const me = useSignedIn();
  const own = { studentId: me.id, limit: 200, offset: 0 };
  const sessions = useQuery({
    queryKey: [...keys.sessions, own],
    queryFn: () => server.listSessions(own),
    enabled: exams.data?.some(({ session }) => session !== null && isOver(session.status)) === true,
    refetchInterval: 30_000,
  });
  if (exams.isPending) return <Loading what="your exams" />;
  if (exams.isError) return <LoadFailed error={exams.error} onRetry={() => void exams.refetch()} />;
  const order = { open: 0, upcoming: 1, closed: 2 };
  const sorted = exams.data.toSorted((a, b) => order[a.state] - order[b.state] || a.opens_at.localeCompare(b.opens_at));
  return (
    <Stack gap="lg">
      <Title order={1} fz={26}>
        My exams
      </Title>
      {sorted.length === 0 && (
        <Text c="dimmed">
          There is no exam for you yet. This page shows new ones by itself; you need not reload it.
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {sorted.map((exam) => (
          <ExamCard
            key={exam.exam_id}
            exam={exam}
            decision={
              sessions.data?.sessions.find(({ session_id: id }) => id === exam.session?.session_id)?.decision ?? null
            }
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function ExamCard({ exam, decision }: { exam: ExamSummary; decision: SessionSummary["decision"] }) {
  return (
    <Card withBorder padding="lg" radius="lg">
      <Stack gap="sm" h="100%">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <Title order={2} fz={18}>
            {exam.title}
          </Title>
          <StateBadge exam={exam} />
        </Group>
        {exam.description !== "" && (
          <Text size="sm" lineClamp={4} className="anywhere">
            {exam.description}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {questionCount(exam.question_count)} · {formatMinutes(exam.duration_minutes)}
          <br />
          {exam.state === "upcoming"
            ? `Opens ${formatDateTime(exam.opens_at)}`
            : `Open until ${formatDateTime(exam.closes_at)}`}
        </Text>
        {decision !== null && (
          <Text size="sm" fw={500} data-testid="told-decision">
            {toldWords(decision)}
          </Text>
        )}
        <Group mt="auto" pt="xs">
          <ExamAction exam={exam} />
        </Group>
      </Stack>
    </Card>
  );
}

function StateBadge({ exam }: { exam: ExamSummary }) {
  if (exam.session !== null) {
    const { status } = exam.session;
    return <Badge color={isOver(status) ? "gray" : "orange"}>{STATUS_WORDS[status]}</Badge>;
  }
  if (exam.state === "open") return <Badge>Open</Badge>;
  return <Badge color="gray">{exam.state === "upcoming" ? "Not open yet" : "Closed"}</Badge>;
}

function ExamAction({ exam }: { exam: ExamSummary }) {
  if (exam.session !== null && isOver(exam.session.status)) {
    return (
      <Button component={Link} to={`/sessions/${exam.session.session_id}/seen`} variant="default">
        See my results
      </Button>
    );
  }
  if (exam.session !== null) {
    return (
      <Button component={Link} to={`/exam/${exam.exam_id}`}>
        Continue
      </Button>
    );
  }
  if (exam.state !== "open") return null;
  return (
    <Button component={Link} to={`/exam/${exam.exam_id}`}>
      Begin
    </Button>
  );
}
