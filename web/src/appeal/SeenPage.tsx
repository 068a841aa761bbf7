import { Alert, Anchor, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { IconArrowBackUp, IconSend } from "@tabler/icons-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { Link, useParams } from "react-router";
import { AppealConflict } from "../api/problem";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { SittingAppeal } from "../api/types";
import { ProblemAlert } from "../ui/ProblemAlert";
import { LoadFailed, Loading, usePageTitle } from "../ui/StatusPages";
import { formatClock, formatDateTime, oneDecimal } from "../ui/time";
import { AppealDraft, differences, STATEMENT, unsavedWords } from "./appealDraft";
import { AppealField } from "./AppealField";
import { decisionWords, OUTCOME_WORDS, reasonStory, steps } from "./appealWords";
import { DraftState } from "./DraftState";
import { GivenReason } from "./GivenReason";
import { SeenIncident } from "./SeenIncident";
import { StepList } from "./StepList";
import classes from "./appeal.module.css";

/** `/sessions/{id}/seen`: what was seen in an own exam, what happens next, and the student's answer to it. */
export function SeenPage() {
  const { sessionId = "" } = useParams();
  usePageTitle("What was seen in your exam");
  const sitting = useQuery({
    queryKey: keys.ownAppeal(sessionId),
    queryFn: () => server.getOwnAppeal(sessionId),
    refetchInterval: 60_000,
  });
  if (sitting.isPending) return <Loading what="what was seen" />;
  if (sitting.data === undefined) return <LoadFailed error={sitting.error} onRetry={() => void sitting.refetch()} />;
  return <Seen key={sessionId} sitting={sitting.data} />;
}

function Seen({ sitting }: { sitting: SittingAppeal }) {
  const {
    session_id: sessionId,
    decision,
    first_decision: first,
    appeal,
    incidents,
    cheat_score: cheatScore,
  } = sitting;
  return (
    <Stack gap="lg" maw={820} mx="auto">
      <div>
        <Title order={1} fz={26}>
          What was seen in your exam
        </Title>
        <Text c="dimmed" className="anywhere">
          {sitting.exam_title} · {formatDateTime(sitting.started_at)}
        </Text>
      </div>
      <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="next">
        <Title order={2} fz={18} mb="sm" id="next">
          What happens next
        </Title>
        <StepList steps={steps(sitting)} />
      </Card>
      {decision !== null && (
        <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="decision" data-testid="decision">
          <Title order={2} fz={18} mb="xs" id="decision">
            The decision
          </Title>
          <Text fw={500}>{decisionWords(first ?? decision, sitting.can_write)}</Text>
          <GivenReason reason={reasonStory(first ?? decision)} comment={(first ?? decision).comment} />
        </Card>
      )}
      {appeal?.outcome && (
        <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="outcome" data-testid="outcome">
          <Title order={2} fz={18} mb="xs" id="outcome">
            What came of your answer
          </Title>
          <Text fw={500}>{OUTCOME_WORDS[appeal.outcome.outcome]}</Text>
          <GivenReason comment={appeal.outcome.reason} />
        </Card>
      )}
      {sitting.can_write ? <Writing sitting={sitting} /> : <Reading sitting={sitting} />}
      {incidents.length > 0 && (
        <details className={classes.details}>
          <summary>Numbers, and what they mean</summary>
          <Text size="sm" mt="xs">
            The program adds up how long things like these went on, from 0 to 100. For your exam it came to{" "}
            <span className="numeric">{oneDecimal(cheatScore)}</span>. The number decides nothing: it only says in which
            order people look at exams.
          </Text>
        </details>
      )}
      <Group gap="lg">
        <Anchor component={Link} to={`/sessions/${sessionId}`} size="sm">
          Everything that was recorded
        </Anchor>
        <Anchor component={Link} to="/sessions" size="sm">
          All my results
        </Anchor>
      </Group>
    </Stack>
  );
}

/** Before there is something to answer, and after it was sent. */
function Reading({ sitting }: { sitting: SittingAppeal }) {
  const { appeal, incidents } = sitting;
  const [unsaved] = useState(() => [...unsavedWords(sitting)].filter(([, text]) => text.trim() !== ""));
  const client = useQueryClient();
  const withdrawal = useMutation({
    mutationFn: () => server.withdrawAppeal(sitting.session_id),
    onSuccess: (now) => {
      client.setQueryData(keys.ownAppeal(sitting.session_id), now);
    },
    // Somebody may just have decided: the page shows that.
    onError: () => client.invalidateQueries({ queryKey: keys.ownAppeal(sitting.session_id) }),
  });
  return (
    <>
      <Incidents sitting={sitting}>
        {incidents.map((incident) => (
          <SeenIncident
            key={incident.id}
            incident={incident}
            clips={sitting.clips}
            isDecided={sitting.decision !== null}
          />
        ))}
      </Incidents>
      {unsaved.length > 0 && (
        <Alert color="orange" title="Not saved" role="status" data-testid="unsaved-words">
          <Text size="sm" mb="sm">
            You also typed this. It could not be saved in time, is not part of your answer, and nobody else reads it. It
            stands in this browser, so that you can copy it.
          </Text>
          {unsaved.map(([key, text]) => (
            <Text key={key} size="sm" mb="xs" className={`${classes.words} ${classes.quote}`}>
              {text}
            </Text>
          ))}
        </Alert>
      )}
      {appeal !== null && (
        <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="yours">
          <Title order={2} fz={18} mb="xs" id="yours">
            What you wrote about the whole
          </Title>
          <Text className={classes.words} data-testid="own-statement">
            {appeal.statement === "" ? "Nothing." : appeal.statement}
          </Text>
          {appeal.status === "sent" && (
            <Stack gap="xs" mt="md" align="flex-start">
              <Text size="sm" c="dimmed">
                As long as nobody has decided you can take it back, change it, and send it again until{" "}
                {formatDateTime(appeal.appeal_until)}.
              </Text>
              <ProblemAlert error={withdrawal.error} />
              <Button
                variant="default"
                leftSection={<IconArrowBackUp size={16} aria-hidden />}
                loading={withdrawal.isPending}
                onClick={() => {
                  withdrawal.mutate();
                }}
              >
                Take it back
              </Button>
            </Stack>
          )}
        </Card>
      )}
    </>
  );
}

function Incidents({ sitting, children }: { sitting: SittingAppeal; children: React.ReactNode }) {
  const { incidents, can_write } = sitting;
  return (
    <section aria-labelledby="seen">
      <Title order={2} fz={18} mb="xs" id="seen">
        What the program noted
      </Title>
      {incidents.length === 0 ? (
        <Text c="dimmed">Nothing stood out. All is well.</Text>
      ) : (
        <>
          <Text size="sm" c="dimmed" mb="sm">
            A program noted these moments. It does not know why they were; you do.
            {can_write &&
              " You can write to each that was decided about, and to the whole at the end. What you type is saved by itself."}
          </Text>
          <Stack gap="md" component="ul" className={classes.list}>
            {children}
          </Stack>
        </>
      )}
    </section>
  );
}

function Writing({ sitting }: { sitting: SittingAppeal }) {
  const { session_id: sessionId, incidents, limits } = sitting;
  const client = useQueryClient();
  const [draft] = useState(() => new AppealDraft(sitting, { save: server.saveAppeal }));
  const { texts, state, problem, other } = useSyncExternalStore(draft.subscribe, draft.getSnapshot);
  useEffect(() => {
    const leave = () => void draft.flush(true);
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      void draft.flush();
      draft.close();
    };
  }, [draft]);

  const sending = useMutation({
    mutationFn: async () => {
      // What could not be saved is told of beside the button.
      if (!(await draft.flush())) return null;
      return server.sendAppeal(sessionId, draft.storedVersion);
    },
    onSuccess: (now) => {
      if (now !== null) client.setQueryData(keys.ownAppeal(sessionId), now);
    },
    onError: (error) => {
      if (error instanceof AppealConflict) draft.noteOther(error);
    },
  });
  const isEmpty = [...texts.values()].every((text) => text.trim() === "");
  return (
    <>
      <Incidents sitting={sitting}>
        {incidents.map((incident) => (
          <SeenIncident key={incident.id} incident={incident} clips={sitting.clips} isDecided>
            {incident.clip !== null && incident.decision !== null && (
              <AppealField
                label="Your answer to this moment"
                text={texts.get(incident.id) ?? ""}
                maxCharacters={limits.max_text_characters}
                savedByItself
                onType={(text) => {
                  draft.type(incident.id, text);
                }}
              />
            )}
          </SeenIncident>
        ))}
      </Incidents>
      <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="answer">
        <Title order={2} fz={18} mb="xs" id="answer">
          Your answer to the whole
        </Title>
        <Stack gap="sm">
          <AppealField
            label="What you want to say about the whole"
            text={texts.get(STATEMENT) ?? ""}
            maxCharacters={limits.max_text_characters}
            savedByItself
            onType={(text) => {
              draft.type(STATEMENT, text);
            }}
          />
          <DraftState state={state} problem={problem} isEmpty={isEmpty} />
          {other !== null && (
            <Alert title="Changed in another window" role="alert">
              <Text size="sm" mb="sm">
                This appeal was also written in another window or on another device. Which words shall stay?
              </Text>
              {differences(texts, other).map(({ key, there }) => (
                <div key={key} data-testid="other-words">
                  <Text size="sm" c="dimmed">
                    Stored there about {key === STATEMENT ? "the whole" : momentOf(other, key)}:
                  </Text>
                  <Text size="sm" className={classes.words} mb="sm">
                    {there === "" ? "nothing" : there}
                  </Text>
                </div>
              ))}
              <Group>
                <Button
                  onClick={() => {
                    draft.keepMine();
                  }}
                >
                  Keep what stands on this page
                </Button>
                <Button
                  variant="default"
                  onClick={() => {
                    draft.keepOther();
                  }}
                >
                  Take what is stored there
                </Button>
              </Group>
            </Alert>
          )}
          {!(sending.error instanceof AppealConflict) && <ProblemAlert error={sending.error} />}
          <Text size="sm" c="dimmed">
            It goes to somebody who has decided nothing about your exam so far. You can take it back until they have
            decided.
          </Text>
          <Button
            w="fit-content"
            leftSection={<IconSend size={16} aria-hidden />}
            loading={sending.isPending}
            disabled={isEmpty || state === "too_long" || state === "conflict"}
            onClick={() => {
              sending.mutate();
            }}
          >
            Send your answer
          </Button>
        </Stack>
      </Card>
    </>
  );
}

/** "the moment at 10:14:03" */
function momentOf({ incidents }: SittingAppeal, id: string): string {
  const incident = incidents.find((each) => each.id === id);
  return incident === undefined ? "a moment" : `the moment at ${formatClock(incident.started_at)}`;
}
