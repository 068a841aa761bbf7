import { Badge, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import type { Clip, Incident, IncidentDecision, SessionReview } from "../api/types";
import { formatClock, formatDuration, oneDecimal } from "../ui/time";
import { incidentWords, noClipWords } from "../ui/words";
import { findClip } from "./clipLinks";
import { DecisionBadge } from "./DecisionBadge";
import classes from "./IncidentList.module.css";

export function IncidentList({
  incidents,
  clips,
  selectedId,
  onSelect,
  own,
  decisions = [],
  others = [],
}: {
  incidents: readonly Incident[];
  clips: readonly Clip[];
  selectedId: string | null;
  onSelect: (incident: Incident) => void;
  /** Whether the reader is the student. */
  own: boolean;
  /** What people have decided, as far as the reader may see it. */
  decisions?: readonly IncidentDecision[];
  /** Who else looks at this session now. */
  others?: SessionReview["present"];
}) {
  if (incidents.length === 0) {
    return <Text c="dimmed">{own ? "Nothing stood out. All is well." : "Nothing stood out in this session."}</Text>;
  }
  return (
    <Stack gap={8} component="ul" className={classes.list}>
      {incidents.map((incident) => {
        const moment = findClip(incident, clips);
        const decided = decisions.find(({ incident_id: id }) => id === incident.id);
        const here = others.filter(({ incident_id: id }) => id === incident.id);
        return (
          <li key={incident.id}>
            <UnstyledButton
              className={classes.incident}
              data-testid="incident"
              data-behavior={incident.behavior}
              aria-pressed={incident.id === selectedId}
              onClick={() => {
                onSelect(incident);
              }}
            >
              <Group justify="space-between" gap="xs">
                <Text fw={600}>{incidentWords(incident)}</Text>
                <Text size="sm" c="dimmed" className="numeric">
                  {formatClock(incident.started_at)}
                </Text>
              </Group>
              <Text size="sm">{incident.message}</Text>
              <Group gap="xs" mt={4}>
                {incident.ended_at === null ? (
                  <Badge>Open</Badge>
                ) : (
                  <Text size="xs" c="dimmed" className="numeric">
                    {formatDuration(Date.parse(incident.ended_at) - Date.parse(incident.started_at))} long
                  </Text>
                )}
                <Text size="xs" c="dimmed" className="numeric">
                  confidence {Math.round(incident.confidence * 100)} % · lowest focus{" "}
                  {oneDecimal(incident.focus_score_min)}
                </Text>
                {decided !== undefined && <DecisionBadge decided={decided.decision} />}
                {here.length > 0 && (
                  <Badge color="tide" variant="outline" tt="none">
                    {here.map(({ reviewer }) => reviewer.display_name).join(", ")}
                  </Badge>
                )}
                {moment !== undefined && (
                  <Group gap={2} ml="auto" className={classes.play}>
                    <IconPlayerPlay size={14} aria-hidden />
                    <Text size="xs">Play the clip</Text>
                  </Group>
                )}
              </Group>
              {moment === undefined && (
                <Text size="xs" c="dimmed">
                  {noClipWords(incident.clip)}
                </Text>
              )}
            </UnstyledButton>
          </li>
        );
      })}
    </Stack>
  );
}
