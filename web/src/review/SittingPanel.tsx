import { Alert, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { DecisionConflict } from "../api/problem";
import type { DecisionReason, Outcome, SessionDetail, SessionReview } from "../api/types";
import { ProblemAlert } from "../ui/ProblemAlert";
import { isOver } from "../ui/sittingStates";
import { formatDateTime } from "../ui/time";
import { DecidedBy } from "./DecidedBy";
import { OUTCOME_REASONS, OUTCOME_WORDS } from "./decisionWords";
import { NoteForm } from "./NoteForm";
import { ReasonForm } from "./ReasonForm";
import type { Decisions } from "./useDecisions";

const OUTCOMES: readonly Outcome[] = ["no_concern", "concern", "needs_more"];

/** The outcome of the whole sitting, which the student is told. */
export function SittingPanel({
  session,
  review,
  decisions,
}: {
  session: SessionDetail;
  review: SessionReview;
  decisions: Decisions;
}) {
  const [asking, setAsking] = useState<{ verdict: Outcome; supersedes: string | null } | null>(null);
  const { session: deciding } = decisions;
  const undecided = session.incidents.filter(
    ({ id }) => !review.incident_decisions.some(({ incident_id: decided }) => decided === id),
  ).length;

  function decide(reason: DecisionReason | null) {
    if (asking === null || deciding.isPending) return;
    deciding.mutate(
      { ...asking, reason, comment: decisions.draft(session.session_id) },
      {
        onSuccess: () => {
          setAsking(null);
        },
        onError: (failure) => {
          if (failure instanceof DecisionConflict) {
            setAsking({ verdict: asking.verdict, supersedes: failure.newest?.id ?? null });
          }
        },
      },
    );
  }

  return (
    <Card withBorder radius="lg" padding="md" component="section" aria-label="The session as a whole" data-testid="sitting-panel">
      <Stack gap="sm">
        <div>
          <Title order={3} fz={18}>
            The session as a whole
          </Title>
          {review.due_at !== null && review.decision === null && (
            <Text size="sm" c="dimmed">
              To be decided by {formatDateTime(review.due_at)}.
            </Text>
          )}
        </div>
        {review.decision !== null && <DecidedBy decision={review.decision} />}
        {deciding.error instanceof DecisionConflict ? (
          <Alert color="orange" variant="light" role="alert">
            Somebody was faster, see above. What you typed is still here. Decide again if yours shall take its place.
          </Alert>
        ) : (
          <ProblemAlert error={deciding.error} title="The session was not decided" />
        )}
        {!isOver(session.status) ? (
          <Text size="sm" c="dimmed">
            It still runs. It can be decided when it is over.
          </Text>
        ) : asking === null ? (
          <>
            {undecided > 0 && (
              <Text size="sm" c="dimmed">
                {undecided === 1 ? "1 incident is" : `${undecided} incidents are`} not decided yet.
              </Text>
            )}
            <Group gap="xs">
              {OUTCOMES.map((outcome) => (
                <Button
                  key={outcome}
                  size="sm"
                  variant="default"
                  onClick={() => {
                    setAsking({ verdict: outcome, supersedes: review.decision?.id ?? null });
                  }}
                >
                  {OUTCOME_WORDS[outcome]}
                </Button>
              ))}
            </Group>
          </>
        ) : (
          <ReasonForm
            verb={OUTCOME_WORDS[asking.verdict]}
            choices={OUTCOME_REASONS[asking.verdict]}
            comment={decisions.draft(session.session_id)}
            isBusy={deciding.isPending}
            isOptional={asking.verdict !== "concern"}
            onComment={(text) => {
              decisions.setDraft(session.session_id, text);
            }}
            onDecide={decide}
            onLeave={() => {
              setAsking(null);
            }}
          />
        )}
        <NoteForm
          about={null}
          comments={review.comments.filter(({ incident_id: id }) => id === null)}
          decisions={decisions}
          label="Note about the session"
        />
      </Stack>
    </Card>
  );
}
