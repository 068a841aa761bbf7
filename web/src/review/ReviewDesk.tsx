import { Grid, Stack, Text, Title } from "@mantine/core";
import { useRef, useState } from "react";
import type { Incident, SessionDetail, SessionReview } from "../api/types";
import { findClip, playUntil, type ClipMoment } from "./clipLinks";
import { ClipPlayer } from "./ClipPlayer";
import { IncidentList } from "./IncidentList";
import { IncidentPanel } from "./IncidentPanel";
import { KeysDialog } from "./KeysDialog";
import { areKeysOn, turnKeys, useReviewKeys } from "./reviewKeys";
import { ReviewTable } from "./ReviewTable";
import { SittingPanel } from "./SittingPanel";
import { useDecisions } from "./useDecisions";

interface Playing extends ClipMoment {
  /** Rises with each choice, so that choosing the same moment again plays it again. */
  readonly turn: number;
  readonly untilSeconds?: number | undefined;
}

/**
 * The desk of whoever reviews a session: from incident to incident, past all that is quiet. The clip of each plays to the
 * incident's end and halts there, and the page asks what it was.
 */
export function ReviewDesk({
  session,
  incidents,
  review,
  selectedId,
  onSelect,
}: {
  session: SessionDetail;
  /** By time. */
  incidents: readonly Incident[];
  review: SessionReview;
  selectedId: string | null;
  onSelect: (incidentId: string) => void;
}) {
  const decisions = useDecisions(session.session_id);
  const [playing, setPlaying] = useState<Playing | null>(null);
  const [keysOn, setKeysOn] = useState(areKeysOn);
  const [showsKeys, setShowsKeys] = useState(false);
  const note = useRef<HTMLTextAreaElement>(null);
  const selected = incidents.find(({ id }) => id === selectedId) ?? incidents[0];
  const clips = session.clips.toSorted((a, b) => a.recorded_at.localeCompare(b.recorded_at));
  const isDecided = ({ id }: Incident) => review.incident_decisions.some(({ incident_id: decided }) => decided === id);

  function play(incident: Incident) {
    const moment = findClip(incident, session.clips);
    setPlaying((old) =>
      moment === undefined
        ? null
        : { ...moment, untilSeconds: playUntil(incident, moment.clip), turn: (old?.turn ?? 0) + 1 },
    );
  }

  function choose(incident: Incident | undefined) {
    if (incident === undefined) return;
    onSelect(incident.id);
    play(incident);
  }

  function step(by: 1 | -1) {
    const index = incidents.findIndex(({ id }) => id === selected?.id);
    choose(incidents[selectedId === null ? 0 : Math.min(Math.max(0, index + by), incidents.length - 1)]);
  }

  /** On to what is not decided yet; the last one stays. */
  function goOn() {
    const index = incidents.findIndex(({ id }) => id === selected?.id);
    choose([...incidents.slice(index + 1), ...incidents.slice(0, index)].find((incident) => !isDecided(incident)));
  }

  useReviewKeys(keysOn, (key) => {
    if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "p" && selected !== undefined) play(selected);
    else if (key === "?") setShowsKeys(true);
    else return false;
    return true;
  });

  return (
    <Stack gap="md">
      <ReviewTable
        review={review}
        decisions={decisions}
        onShowKeys={() => {
          setShowsKeys(true);
        }}
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Title order={2} fz={18} mb="sm">
            Incidents
          </Title>
          {incidents.length > 0 && (
            <Text size="sm" c="dimmed" mb="sm">
              Confidence says how sure the program is of what it saw, not of why. Look at the clip before you decide.
            </Text>
          )}
          <IncidentList
            incidents={incidents}
            clips={session.clips}
            selectedId={selected?.id ?? null}
            onSelect={choose}
            own={false}
            decisions={review.incident_decisions}
            others={review.present}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            {(playing !== null || clips.length > 0) && (
              <ClipPlayer
                clips={clips}
                missing={false}
                selection={playing ?? firstMoment(selected, session)}
                onSelect={(clip) => {
                  setPlaying((old) => ({ clip, atSeconds: 0, turn: (old?.turn ?? 0) + 1 }));
                }}
              />
            )}
            {selected !== undefined && (
              <IncidentPanel
                key={selected.id}
                incident={selected}
                review={review}
                decisions={decisions}
                keysOn={keysOn}
                note={note}
                onDecided={goOn}
              />
            )}
            <SittingPanel session={session} review={review} decisions={decisions} />
          </Stack>
        </Grid.Col>
      </Grid>
      <KeysDialog
        opened={showsKeys}
        on={keysOn}
        onTurn={(on) => {
          turnKeys(on);
          setKeysOn(on);
        }}
        onClose={() => {
          setShowsKeys(false);
        }}
      />
    </Stack>
  );
}

/** Before anything was chosen the clip of the first incident is shown, not played. */
function firstMoment(incident: Incident | undefined, session: SessionDetail): Playing | null {
  const moment = incident === undefined ? undefined : findClip(incident, session.clips);
  return moment === undefined ? null : { ...moment, turn: 0 };
}
