import { Card, Stack, Text, Title } from "@mantine/core";
import { useId, type ReactNode } from "react";
import type { AppealIncident, Clip } from "../api/types";
import {
  DECISION_WORDS,
  incidentOutcomeWords,
  incidentStory,
  noClipStory,
  NOT_DECIDED_WORDS,
  reasonStory,
} from "./appealWords";
import { GivenReason } from "./GivenReason";
import { MomentClip } from "./MomentClip";
import classes from "./appeal.module.css";

/** One moment as the student reads it: what was seen, the clip, what was decided, and the own words about it. */
export function SeenIncident({
  incident,
  clips,
  isDecided,
  children,
}: {
  incident: AppealIncident;
  clips: readonly Clip[];
  /** Whether the sitting as a whole is. */
  isDecided: boolean;
  /** Where the answer is written; without it what was written is shown. */
  children?: ReactNode;
}) {
  const titleId = useId();
  const { first_decision: decision, outcome, answer } = incident;
  return (
    <Card
      component="li"
      withBorder
      radius="lg"
      padding="lg"
      aria-labelledby={titleId}
      data-testid="seen-incident"
      data-behavior={incident.behavior}
    >
      <Stack gap="sm">
        <Title order={3} fz={16} fw={600} id={titleId}>
          {incidentStory(incident)}
        </Title>
        <MomentClip incident={incident} clips={clips} noClip={noClipStory(incident.clip)} />
        {isDecided && decision === null && (
          <Text size="sm" data-testid="incident-undecided">
            {NOT_DECIDED_WORDS}
          </Text>
        )}
        {decision !== null && (
          <div data-testid="incident-decision">
            <Text size="sm">{DECISION_WORDS[decision.decision]}</Text>
            <GivenReason reason={reasonStory(decision)} comment={decision.comment} />
          </div>
        )}
        {children}
        {children === undefined && answer !== "" && (
          <div>
            <Text size="sm" c="dimmed">
              You wrote:
            </Text>
            <Text size="sm" className={`${classes.words} ${classes.quote}`}>
              {answer}
            </Text>
          </div>
        )}
        {outcome !== null && (
          <div data-testid="incident-outcome">
            <Text size="sm" fw={500}>
              {incidentOutcomeWords(outcome.outcome, answer)}
            </Text>
            <GivenReason comment={outcome.reason} />
          </div>
        )}
      </Stack>
    </Card>
  );
}
