import { Anchor, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { keys } from "../api/queries";
import * as server from "../api/server";
import { hasAnyRole } from "../identity/roles";
import { useSignedIn } from "../identity/signedIn";
import { LoadFailed, Loading, usePageTitle } from "../ui/StatusPages";
import { ExamGroups } from "./ExamGroups";
import { ExamStaff } from "./ExamStaff";

/** `/exams/{id}/staff`: who has to do with an exam, for admins; and the groups of its students, for its authors too. */
export function ExamStaffPage() {
  const { examId = "" } = useParams();
  usePageTitle("Staff and groups");
  const me = useSignedIn();
  const exam = useQuery({ queryKey: keys.exam(examId), queryFn: () => server.getExam(examId) });
  const groups = useQuery({ queryKey: keys.groups(examId), queryFn: () => server.listGroups(examId) });
  if (exam.isPending || groups.isPending) return <Loading what="the exam" />;
  if (exam.isError) return <LoadFailed error={exam.error} onRetry={() => void exam.refetch()} />;
  if (groups.isError) return <LoadFailed error={groups.error} onRetry={() => void groups.refetch()} />;
  return (
    <Stack gap="xl" maw={860} mx="auto">
      <div>
        <Anchor component={Link} to={`/exams/${examId}`} size="sm">
          {exam.data.title}
        </Anchor>
        <Title order={1} fz={26}>
          Staff and groups
        </Title>
      </div>
      <ExamGroups examId={examId} groups={groups.data} />
      {hasAnyRole(me, "admin") && <ExamStaff examId={examId} groups={groups.data} />}
    </Stack>
  );
}
