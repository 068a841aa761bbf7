import { Alert, Button, Card, Group, Kbd, Stack, Text, Title } from "@mantine/core";
import { useEffect, useRef, type RefObject } from "react";
import { DecisionConflict } from "../api/problem";
import type { Decision, DecisionReason, Incident, SessionReview } from "../api/types";
import { DECISION_WORDS as TOLD_WORDS } from "../appeal/appealWords";
import { ProblemAlert } from "../ui/ProblemAlert";
import { formatClock } from "../ui/time";
import { incidentWords, noClipWords } from "../ui/words";
import { Cause } from "./Cause";
import { DecidedBy } from "./DecidedBy";
import { DECISION_REASONS, tooLongWords } from "./decisionWords";
import { NoteForm } from "./NoteForm";
import type { Question } from "./question";
import { ReasonForm } from "./ReasonForm";
import { useReviewKeys } from "./reviewKeys";
import type { Decisions } from "./useDecisions";

const VERBS: Readonly<Record<Decision, string>> = { confirmed: "Confirm", dismissed: "Dismiss" };

/** One incident: why it was noted, what people say of it, and what this reviewer says. */
export function IncidentPanel({
  incident,
  review,
  decisions,
  question,
  onAsk,
  warning,
  keysOn,
  note,
  onDecided,
}: {
  incident: Incident;
  review: SessionReview;
  decisions: Decisions;
  question: Question | null;
  onAsk: (question: Question | null) => void;
  warning: string | undefined;
  keysOn: boolean;
  note: RefObject<HTMLTextAreaElement | null>;
  onDecided: () => void;
}) {
  const asking = question?.about === "incident" && question.incidentId === incident.id ? question : null;
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  const newest = review.incident_decisions.find(({ incident_id: id }) => id === incident.id) ?? null;
  const { incident: deciding } = decisions;
  const isOpen = incident.ended_at === null;
  const error = deciding.variables?.incidentId === incident.id ? deciding.error : null;

  function ask(verdict: Decision) {
    if (!isOpen) onAsk({ about: "incident", incidentId: incident.id, verdict, supersedes: newest?.id ?? null });
  }

  function decide(reason: DecisionReason | null) {
    const comment = decisions.draft(incident.id);
    if (asking === null || deciding.isPending || tooLongWords(comment) !== undefined) return;
    deciding.mutate(
      { verdict: asking.verdict, supersedes: asking.supersedes, incidentId: incident.id, reason, comment },
      {
        onSuccess: () => {
          // Whoever has gone on already stays there.
          if (!isShown.current) return;
          onAsk(null);
          onDecided();
        },
        onError: (failure) => {
          // What the other has decided is to be read first: the reason is chosen anew.
          if (failure instanceof DecisionConflict && isShown.current) onAsk(null);
        },
      },
    );
  }

  useReviewKeys(keysOn, (key) => {
    if (key === "escape" && asking !== null) onAsk(null);
    else if (key === "c") ask("confirmed");
    else if (key === "d") ask("dismissed");
    else if (key === "n") note.current?.focus();
    else return false;
    return true;
  });

  return (
    <Card
      withBorder
      radius="lg"
      padding="md"
      component="section"
      aria-label="The incident"
      data-testid="incident-panel"
    >
      <Stack gap="sm">
        <div>
          <Title order={3} fz={18}>
            {incidentWords(incident)} · {formatClock(incident.started_at)}
          </Title>
          <Text size="sm">{incident.message}</Text>
          <Cause incident={incident} />
          <NoClip incident={incident} />
        </div>
        {newest !== null && <DecidedBy decision={newest} />}
        {error instanceof DecisionConflict ? (
          <Alert color="orange" variant="light" role="alert" data-testid="conflict">
            Somebody was faster: {error.newest?.decided_by?.display_name ?? "another reviewer"} has just decided, see
            above. What you typed is kept. Confirm or dismiss anew if yours shall take its place.
          </Alert>
        ) : (
          <ProblemAlert error={error} title="This was not decided" />
        )}
        {asking === null ? (
          <Group gap="xs">
            <Button
              size="sm"
              variant="default"
              disabled={isOpen}
              rightSection={<Kbd size="xs">C</Kbd>}
              onClick={() => {
                ask("confirmed");
              }}
            >
              Confirm
            </Button>
            <Button
              size="sm"
              variant="default"
              disabled={isOpen}
              rightSection={<Kbd size="xs">D</Kbd>}
              onClick={() => {
                ask("dismissed");
              }}
            >
              Dismiss
            </Button>
            {isOpen && (
              <Text size="sm" c="dimmed">
                It still goes on. Decide when it is over.
              </Text>
            )}
          </Group>
        ) : (
          <ReasonForm
            key={asking.verdict}
            verb={VERBS[asking.verdict]}
            button={VERBS[asking.verdict]}
            told={{
              when: review.decision === null ? "once the session is decided" : "at once",
              words: TOLD_WORDS[asking.verdict],
            }}
            choices={DECISION_REASONS[asking.verdict]}
            comment={decisions.draft(incident.id)}
            warning={warning}
            isBusy={deciding.isPending}
            isOptional={false}
            keysOn={keysOn}
            onComment={(text) => {
              decisions.setDraft(incident.id, text);
            }}
            onDecide={decide}
            onLeave={() => {
              onAsk(null);
            }}
          />
        )}
        <NoteForm
          about={incident.id}
          comments={review.comments.filter(({ incident_id: id }) => id === incident.id)}
          decisions={decisions}
          input={note}
          label="Note to the other reviewers"
        />
      </Stack>
    </Card>
  );
}

function NoClip({ incident }: { incident: Incident }) {
  const words = noClipWords(incident.clip);
  return words === undefined ? null : (
    <Text size="xs" c="dimmed" data-testid="no-clip">
      {words}
    </Text>
  );
}
