import { Button, Group, Loader, Progress, Stack, Text } from "@mantine/core";
import { useEffect, useState, useSyncExternalStore } from "react";
import { MessagePage } from "../ui/StatusPages";
import type { FinishPhase } from "./finishExam";
import type { Proctoring } from "./proctoring";

/** After this long a student need not wait for recordings any more: the answers are in. */
const PATIENCE_MILLIS = 120_000;

/** What happens between pressing “Submit” and the end, said step by step. */
export function FinishingPage({
  phase,
  proctoring,
  unsavedCount,
  onRetry,
}: {
  phase: Exclude<FinishPhase, { phase: "returned" }>;
  proctoring: Proctoring;
  /** Answers that the server does not have as they were written here. */
  unsavedCount: number;
  onRetry: () => void;
}) {
  if (phase.phase === "failed") {
    return (
      <MessagePage title="The exam could not be submitted">
        <Text>{phase.problem.message}</Text>
        <Text>
          {unsavedCount === 0
            ? "Your answers are saved. The server submits them by itself when the time is over."
            : "The server submits what is saved by itself when the time is over. What is not saved yet is kept on this page: please keep it open."}
        </Text>
        <Button w="fit-content" onClick={onRetry}>
          Try again
        </Button>
      </MessagePage>
    );
  }
  if (phase.phase === "saving" || phase.phase === "submitting") {
    return (
      <MessagePage title={phase.phase === "saving" ? "Saving your last answers" : "Submitting your exam"}>
        <Group role="status">
          <Loader size="sm" />
          <Text>
            {phase.failure === null
              ? "One moment, please."
              : `${phase.failure} Please keep this page open: it tries again by itself.`}
          </Text>
        </Group>
      </MessagePage>
    );
  }
  return <SendingClips proctoring={proctoring} isAllSaved={unsavedCount === 0} />;
}

function SendingClips({ proctoring, isAllSaved }: { proctoring: Proctoring; isAllSaved: boolean }) {
  const { waiting, uploaded, failure } = useSyncExternalStore(
    proctoring.uploads.subscribe,
    proctoring.uploads.getSnapshot,
  );
  const [patient, setPatient] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => {
      setPatient(false);
    }, PATIENCE_MILLIS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  const total = waiting + uploaded;
  return (
    <MessagePage title={isAllSaved ? "Your answers are in" : "Your exam is submitted"}>
      <Stack role="status">
        <Text>
          {waiting > 0
            ? `Sending recordings: ${uploaded} of ${total} done. Please keep this page open for a moment.`
            : "Finishing the last recording. Please keep this page open for a few seconds."}
        </Text>
        <Progress value={total === 0 ? 100 : (100 * uploaded) / total} animated aria-label="Recordings sent" />
        {failure !== null && <Text c="dimmed">{failure} It tries again by itself.</Text>}
        {!patient && (
          <Text>
            This takes longer than it should. You may close the page: your exam is submitted. Only recordings would be
            missing, and the ones that explain a moment may be in your favour.
          </Text>
        )}
      </Stack>
    </MessagePage>
  );
}
