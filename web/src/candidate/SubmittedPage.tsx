import { Button, Group, Paper, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconCircleCheck, IconDoorExit } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import { Link } from "react-router";
import { keys } from "../api/queries";
import * as server from "../api/server";
import { LoadFailed, Loading, MessagePage } from "../ui/StatusPages";
import { formatDateTime } from "../ui/time";
import { SUBMIT_REASON_WORDS } from "../ui/words";
import { missingFrom } from "./notSaved";
import { NotSavedList } from "./NotSavedList";
import type { Proctoring } from "./proctoring";
import type { SittingEnd } from "./sitting";
import { useNotSaved } from "./useNotSaved";

const CAN_CLOSE = " You can close this page now.";

export function SubmittedPage({
  sessionId,
  examTitle,
  end,
}: {
  sessionId: string;
  examTitle: string;
  /** How this window saw it end; undefined if the page was opened afterwards. */
  end: SittingEnd | undefined;
}) {
  const session = useQuery({
    queryKey: ["exam-session", sessionId],
    queryFn: () => server.getExamSession(sessionId),
  });
  const notSaved = useNotSaved(sessionId, end, session.isSuccess);
  if (session.isPending) return <Loading what="your submission" />;
  if (session.isError) return <LoadFailed error={session.error} onRetry={() => void session.refetch()} />;
  const { status, status_since, submit_reason, end_reason, answers, questions } = session.data;
  const isEnded = status === "ended";
  const missing = missingFrom(answers, notSaved);
  return (
    <MessagePage
      title={isEnded ? "Your exam has been ended" : "Your exam is submitted"}
      icon={
        isEnded ? (
          <IconDoorExit size={44} aria-hidden color="var(--mantine-color-dimmed)" />
        ) : (
          <IconCircleCheck size={44} aria-hidden color="var(--mantine-color-tide-6)" />
        )
      }
    >
      <Text className="anywhere">
        {examTitle}, {formatDateTime(status_since)}
        {submit_reason === "time" && ` (${SUBMIT_REASON_WORDS.time})`}.
        {missing.size === 0 && end === undefined && CAN_CLOSE}
        {missing.size === 0 && end !== undefined && <CanCloseAfterClips proctoring={end.proctoring} />}
      </Text>
      {end_reason !== null && (
        <Text data-testid="end-reason">
          The reason that was given: <q>{end_reason}</q> Your saved answers are kept.
        </Text>
      )}
      {missing.size > 0 && <NotSavedList questions={questions} notSaved={missing} />}
      {end !== undefined && <ClipsOnTheirWay proctoring={end.proctoring} />}
      <Paper withBorder radius="lg" p="md">
        <Text size="sm" c="dimmed">
          Answers saved
        </Text>
        <Text fz={24} fw={650} className="numeric">
          {answers.length} of {questions.length}
        </Text>
      </Paper>
      <WhatNext sessionId={sessionId} />
      <Group>
        <Button component={Link} to={`/sessions/${sessionId}/seen`}>
          What was seen in your exam
        </Button>
        <Button component={Link} to={`/sessions/${sessionId}`} variant="default">
          See what was recorded
        </Button>
        <Button component={Link} to="/" variant="default">
          Back to my exams
        </Button>
      </Group>
    </MessagePage>
  );
}

/** Whether somebody has to look at it, and by when. What was seen at the end may still arrive, so it is asked again. */
function WhatNext({ sessionId }: { sessionId: string }) {
  const { data } = useQuery({
    queryKey: keys.ownAppeal(sessionId),
    queryFn: () => server.getOwnAppeal(sessionId),
    refetchInterval: 15_000,
  });
  return (
    <Text data-testid="what-next">
      {data?.must_be_decided === true &&
        `Somebody who reviews this exam looks at it by ${formatDateTime(data.look_until)}. `}
      {data?.must_be_decided === false && "So far the program has noted nothing that somebody must decide about. "}A
      program only notes what it sees; people decide, and you can answer them.
    </Text>
  );
}

/** Of an exam that ended in another window or by time: what was being recorded here still has to arrive. */
function ClipsOnTheirWay({ proctoring }: { proctoring: Proctoring }) {
  const { waiting, isCutting } = useClips(proctoring);
  if (waiting === 0 && !isCutting) return null;
  const words =
    waiting === 0
      ? "A recording is still being finished."
      : `${waiting === 1 ? "A recording is" : `${waiting} recordings are`} still being sent.`;
  return <Text role="status">{words} Please keep this page open for a moment.</Text>;
}

function CanCloseAfterClips({ proctoring }: { proctoring: Proctoring }) {
  const { waiting, isCutting } = useClips(proctoring);
  return waiting === 0 && !isCutting ? CAN_CLOSE : null;
}

function useClips(proctoring: Proctoring): { waiting: number; isCutting: boolean } {
  const { uploads } = proctoring;
  const { waiting } = useSyncExternalStore(uploads.subscribe, uploads.getSnapshot);
  const { isCutting } = useSyncExternalStore(proctoring.subscribe, proctoring.getSnapshot);
  return { waiting, isCutting };
}
