import { Alert, Button, Card, Group, Kbd, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { DecisionConflict } from "../api/problem";
import type { DecisionReason, Incident, Outcome, SessionDetail, SessionReview } from "../api/types";
import { decisionWords } from "../appeal/appealWords";
import { ProblemAlert } from "../ui/ProblemAlert";
import { isOver } from "../ui/sittingStates";
import { formatDateTime } from "../ui/time";
import { DecidedBy } from "./DecidedBy";
import { OUTCOME_REASONS, OUTCOME_WORDS, tooLongWords } from "./decisionWords";
import { NoteForm } from "./NoteForm";
import type { Question } from "./question";
import { ReasonForm } from "./ReasonForm";
import { useReviewKeys } from "./reviewKeys";
import type { Decisions } from "./useDecisions";

/** Each with its key. */
const OUTCOMES = [
  ["no_concern", "a"],
  ["concern", "w"],
  ["needs_more", "m"],
] as const satisfies readonly (readonly [Outcome, string])[];

/** The outcome of the whole sitting, which the student is told. */
export function SittingPanel({
  session,
  review,
  decisions,
  left,
  question,
  onAsk,
  onGoTo,
  warning,
  keysOn,
}: {
  session: SessionDetail;
  review: SessionReview;
  decisions: Decisions;
  /** The incidents that must be decided and are not, by time. */
  left: readonly Incident[];
  question: Question | null;
  onAsk: (question: Question | null) => void;
  onGoTo: (incident: Incident) => void;
  warning: string | undefined;
  keysOn: boolean;
}) {
  const asking = question?.about === "session" ? question : null;
  /** Whether it was asked to conclude while incidents were left. */
  const [isEarly, setEarly] = useState(false);
  const { session: deciding } = decisions;
  const [next] = left;

  function ask(verdict: Outcome) {
    if (!isOver(session.status)) return;
    // What is concluded, the student is told as a whole.
    if (verdict !== "needs_more" && next !== undefined) setEarly(true);
    else onAsk({ about: "session", verdict, supersedes: review.decision?.id ?? null });
  }

  function decide(reason: DecisionReason | null) {
    const comment = decisions.draft(session.session_id);
    if (asking === null || deciding.isPending || tooLongWords(comment) !== undefined) return;
    deciding.mutate(
      { verdict: asking.verdict, supersedes: asking.supersedes, reason, comment },
      {
        onSuccess: () => {
          onAsk(null);
        },
        onError: (failure) => {
          if (failure instanceof DecisionConflict) {
            onAsk({ ...asking, supersedes: failure.newest?.id ?? null });
          }
        },
      },
    );
  }

  useReviewKeys(keysOn, (key) => {
    const outcome = OUTCOMES.find(([, itsKey]) => itsKey === key)?.[0];
    if (outcome !== undefined) ask(outcome);
    else if (key === "escape" && asking !== null) onAsk(null);
    else return false;
    return true;
  });

  return (
    <Card
      withBorder
      radius="lg"
      padding="md"
      component="section"
      aria-label="The session as a whole"
      data-testid="sitting-panel"
    >
      <Stack gap="sm">
        <div>
          <Title order={3} fz={18}>
            The session as a whole
          </Title>
          {review.due_at === null && review.decision === null && isOver(session.status) && (
            <Text size="sm" c="dimmed">
              Nothing here has to be decided. You may decide all the same, and the student is told.
            </Text>
          )}
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
            {next !== undefined && (
              <Alert
                color={isEarly ? "orange" : "gray"}
                variant="light"
                role={isEarly ? "alert" : "status"}
                data-testid="incidents-left"
              >
                {left.length === 1 ? "1 incident is" : `${left.length} incidents are`} not decided yet.
                {isEarly && " Decide each first: the student is told that a person has looked at it all."}
                <Button
                  mt="xs"
                  size="xs"
                  variant="default"
                  display="block"
                  onClick={() => {
                    onGoTo(next);
                  }}
                >
                  Go to the first
                </Button>
              </Alert>
            )}
            <Group gap="xs">
              {OUTCOMES.map(([outcome, key]) => (
                <Button
                  key={outcome}
                  size="sm"
                  variant="default"
                  rightSection={
                    <Kbd size="xs" aria-hidden>
                      {key.toUpperCase()}
                    </Kbd>
                  }
                  onClick={() => {
                    ask(outcome);
                  }}
                >
                  {OUTCOME_WORDS[outcome]}
                </Button>
              ))}
            </Group>
          </>
        ) : (
          <ReasonForm
            key={asking.verdict}
            verb={OUTCOME_WORDS[asking.verdict]}
            button={`Decide: ${OUTCOME_WORDS[asking.verdict].toLowerCase()}`}
            told={
              asking.verdict === "needs_more"
                ? null
                : { when: "at once", words: decisionWords({ outcome: asking.verdict }, true) }
            }
            choices={OUTCOME_REASONS[asking.verdict]}
            comment={decisions.draft(session.session_id)}
            warning={warning}
            isBusy={deciding.isPending}
            isOptional={asking.verdict !== "concern"}
            keysOn={keysOn}
            onComment={(text) => {
              decisions.setDraft(session.session_id, text);
            }}
            onDecide={decide}
            onLeave={() => {
              onAsk(null);
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
