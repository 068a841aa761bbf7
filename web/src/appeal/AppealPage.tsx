import { Alert, Anchor, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link, useParams } from "react-router";
import { AppealConflict } from "../api/problem";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { AppealIncident, SittingAppeal } from "../api/types";
import { useDrafts } from "../identity/drafts";
import { ProblemAlert } from "../ui/ProblemAlert";
import { LoadFailed, Loading, usePageTitle } from "../ui/StatusPages";
import { formatClock, formatDateTime } from "../ui/time";
import { DECISION_WORDS, reasonWords } from "../review/decisionWords";
import { incidentWords, noClipWords } from "../ui/words";
import { STATEMENT } from "./appealDraft";
import {
  decisionOf,
  isAsked,
  isConfirmed,
  leavesBareConcern,
  missing,
  verdictOn,
  type Verdict,
  type Verdicts,
} from "./appealVerdict";
import { ConfirmDecision } from "./ConfirmDecision";
import { GivenReason } from "./GivenReason";
import { MomentClip } from "./MomentClip";
import { VerdictFields } from "./VerdictFields";
import classes from "./appeal.module.css";

/** `/appeals/{id}`: the student's words beside each moment, and the decision on them by somebody who has made none before. */
export function AppealPage() {
  const { appealId = "" } = useParams();
  const appeal = useQuery({
    queryKey: keys.appeal(appealId),
    queryFn: () => server.getAppeal(appealId),
    refetchInterval: 15_000,
  });
  if (appeal.isPending) return <Loading what="the appeal" />;
  // Read again it may fail: that is no reason to take away what is being written.
  if (appeal.data === undefined) return <LoadFailed error={appeal.error} onRetry={() => void appeal.refetch()} />;
  return <AppealView key={appealId} appealId={appealId} sitting={appeal.data} />;
}

function AppealView({ appealId, sitting }: { appealId: string; sitting: SittingAppeal }) {
  usePageTitle(`Appeal of ${sitting.student.display_name}`);
  const client = useQueryClient();
  const kept = useDrafts();
  const name = `appeal:${appealId}`;
  const [verdicts, setVerdicts] = useState<Verdicts>(
    () => new Map(kept.recall(name) as [string, Verdict][] | undefined),
  );
  const [isAsking, setAsking] = useState(false);
  const [isConfirming, setConfirming] = useState(false);
  const deciding = useMutation({
    mutationFn: () => server.decideAppeal(appealId, decisionOf(sitting, verdicts)),
    onSuccess: async (now) => {
      setVerdicts(new Map());
      client.setQueryData(keys.appeal(appealId), now);
      await client.invalidateQueries({ queryKey: keys.appeals });
    },
    onError: (error) => {
      if (error instanceof AppealConflict) client.setQueryData(keys.appeal(appealId), error.stored);
    },
    onSettled: () => {
      setConfirming(false);
    },
  });
  const isDecided = (sitting.appeal?.outcome ?? null) !== null;
  useEffect(() => {
    kept.keep(name, isDecided || verdicts.size === 0 ? undefined : [...verdicts]);
  }, [kept, name, isDecided, verdicts]);
  const wanting = missing(sitting, verdicts);
  const { appeal, incidents, first_decision: decision } = sitting;
  if (appeal === null) return null;
  /** What was typed here stays on the page, also when somebody else was faster. */
  const isWriting = sitting.can_decide || verdicts.size > 0;
  const isOver = !sitting.can_decide;

  function choose(key: string, verdict: Verdict) {
    setVerdicts((old) => new Map(old).set(key, verdict));
  }

  const fields = (key: string, label: string, granted: string, upheld: string) =>
    isWriting && appeal.outcome === null ? (
      <VerdictFields
        label={label}
        granted={granted}
        upheld={upheld}
        verdict={verdictOn(verdicts, key)}
        maxCharacters={sitting.limits.max_text_characters}
        error={isAsking ? (wanting.get(key) ?? null) : null}
        disabled={isOver}
        onChange={(verdict) => {
          choose(key, verdict);
        }}
      />
    ) : null;

  const order = incidents.toSorted((a, b) => Number(isAsked(b)) - Number(isAsked(a)));
  return (
    <Stack gap="lg" maw={980} mx="auto">
      <div>
        <Title order={1} fz={26}>
          Appeal of {sitting.student.display_name}
        </Title>
        <Text c="dimmed" className="anywhere">
          {sitting.exam_title} · sent {formatDateTime(appeal.sent_at ?? appeal.saved_at)}
          {appeal.answer_until !== null && ` · to be decided by ${formatDateTime(appeal.answer_until)}`}
        </Text>
        <Group gap="lg" mt={4}>
          <Anchor component={Link} to={`/sessions/${sitting.session_id}`} size="sm">
            Everything that was recorded
          </Anchor>
          <Anchor component={Link} to="/appeals" size="sm">
            All appeals
          </Anchor>
        </Group>
      </div>
      {sitting.has_decided && (
        <Alert title="Somebody else decides" data-testid="decided-before">
          You decided about this session before. You can read the appeal; the decision on it is for another reviewer, or
          an admin, who has decided nothing about it yet.
        </Alert>
      )}
      {deciding.error instanceof AppealConflict && (
        <Alert color="orange" title="Your decision was not stored" role="alert">
          {deciding.error.message}
          <Unstored sitting={sitting} verdicts={verdicts} />
        </Alert>
      )}
      {appeal.outcome !== null && (
        <Card withBorder radius="lg" padding="lg" data-testid="appeal-outcome">
          <Text fw={600}>
            {appeal.outcome.outcome === "granted"
              ? "Granted: nothing is held against the student."
              : "The first decision was upheld."}
          </Text>
          <Text size="sm" c="dimmed">
            Decided {formatDateTime(appeal.decided_at ?? appeal.saved_at)}
          </Text>
          <GivenReason comment={appeal.outcome.reason} />
        </Card>
      )}
      <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="whole">
        <Title order={2} fz={18} mb="xs" id="whole">
          The whole
        </Title>
        <TwoColumns>
          <div>
            <Text size="sm" c="dimmed">
              First decision
            </Text>
            <Text size="sm" fw={500}>
              {decision === null
                ? "None"
                : decision.outcome === "concern"
                  ? "There is a concern."
                  : "There is no concern."}
            </Text>
            {decision !== null && <GivenReason reason={reasonWords(decision)} comment={decision.comment} />}
          </div>
          <Words label="The student writes" words={appeal.statement} />
        </TwoColumns>
      </Card>
      <section aria-labelledby="moments">
        <Title order={2} fz={18} mb="xs" id="moments">
          Each moment
        </Title>
        {order.length === 0 && <Text c="dimmed">Nothing stood out to the program in this session.</Text>}
        <Stack gap="md" component="ul" className={classes.list}>
          {order.map((incident) => (
            <Card
              key={incident.id}
              component="li"
              withBorder
              radius="lg"
              padding="lg"
              data-testid="appealed-incident"
              data-behavior={incident.behavior}
            >
              <TwoColumns>
                <Seen incident={incident} sitting={sitting} />
                <Words label="The student writes" words={incident.answer} />
              </TwoColumns>
              {isConfirmed(incident) &&
                fields(
                  incident.id,
                  `Decision on ${formatClock(incident.started_at)}${isAsked(incident) ? "" : " (the student wrote nothing about it)"}`,
                  "Grant: it does not count",
                  "Uphold: it stays confirmed",
                )}
            </Card>
          ))}
        </Stack>
      </section>
      {isWriting && appeal.outcome === null && (
        <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="decide">
          <Title order={2} fz={18} mb="xs" id="decide">
            Your decision in all
          </Title>
          <Stack gap="sm">
            {fields(
              STATEMENT,
              "Decision on the whole",
              "Grant: the session gives no concern",
              "Uphold: the first decision stands",
            )}
            {isAsking && wanting.size > 0 && (
              <Text size="sm" c="var(--app-danger)" role="alert">
                {wanting.size === 1
                  ? "One decision is not complete yet."
                  : `${wanting.size} decisions are not complete yet.`}{" "}
                It says at each what is missing.
              </Text>
            )}
            {!(deciding.error instanceof AppealConflict) && <ProblemAlert error={deciding.error} />}
            <Text size="sm" c="dimmed">
              It is final, and the student reads it with your reasons, not with your name.
            </Text>
            <Button
              w="fit-content"
              loading={deciding.isPending}
              disabled={isOver}
              onClick={() => {
                setAsking(true);
                if (wanting.size === 0) setConfirming(true);
              }}
            >
              Decide
            </Button>
            <ConfirmDecision
              opened={isConfirming}
              whole={verdictOn(verdicts, STATEMENT).outcome}
              isBareConcern={leavesBareConcern(sitting, verdicts)}
              isBusy={deciding.isPending}
              onClose={() => {
                setConfirming(false);
              }}
              onConfirm={() => {
                deciding.mutate();
              }}
            />
          </Stack>
        </Card>
      )}
    </Stack>
  );
}

function TwoColumns({ children }: { children: React.ReactNode }) {
  return <div className={classes.columns}>{children}</div>;
}

function Words({ label, words }: { label: string; words: string }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      {words === "" ? (
        <Text size="sm" fs="italic">
          Nothing
        </Text>
      ) : (
        <Text size="sm" className={`${classes.words} ${classes.quote}`} data-testid="student-words">
          {words}
        </Text>
      )}
    </div>
  );
}

function Seen({ incident, sitting }: { incident: AppealIncident; sitting: SittingAppeal }) {
  const { first_decision: decision, outcome } = incident;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Title order={3} fz={16}>
          {incidentWords(incident)}
        </Title>
        <Text size="sm" c="dimmed" className="numeric">
          {formatClock(incident.started_at)}
        </Text>
      </Group>
      <MomentClip
        incident={incident}
        clips={sitting.clips}
        noClip={(incident.clip && noClipWords(incident.clip)) ?? "There is no clip of this moment any more."}
      />
      {decision === null ? (
        <Text size="sm" c="dimmed">
          Nobody has decided about it: it does not count.
        </Text>
      ) : (
        <div>
          <Text size="sm" fw={600} c={decision.decision === "confirmed" ? "var(--app-warning)" : "dimmed"}>
            {DECISION_WORDS[decision.decision]}
          </Text>
          <GivenReason reason={reasonWords(decision)} comment={decision.comment} />
        </div>
      )}
      {outcome !== null && (
        <div>
          <Text size="sm" fw={600} c="dimmed">
            {outcome.outcome === "upheld" ? "Upheld on appeal" : "Granted on appeal: it does not count"}
          </Text>
          <GivenReason comment={outcome.reason} />
        </div>
      )}
    </Stack>
  );
}

/** What was typed and is not stored, so that it can be copied. */
function Unstored({ sitting, verdicts }: { sitting: SittingAppeal; verdicts: Verdicts }) {
  const typed = [...sitting.incidents.map(({ id }) => id), STATEMENT]
    .map((key) => verdictOn(verdicts, key).reason)
    .filter((reason) => reason !== "");
  if (sitting.appeal?.outcome === null || typed.length === 0) return null;
  return (
    <Text size="sm" mt="xs" className={`${classes.words} ${classes.quote}`} data-testid="unstored">
      {typed.join("\n\n")}
    </Text>
  );
}
