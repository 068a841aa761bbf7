import { Alert, Button, Grid, Stack, Text, Title } from "@mantine/core";
import { useRef, useState } from "react";
import type { Incident, SessionDetail, SessionReview } from "../api/types";
import { formatClock } from "../ui/time";
import { incidentWords } from "../ui/words";
import { ClipPlayer } from "./ClipPlayer";
import { IncidentList } from "./IncidentList";
import { IncidentPanel } from "./IncidentPanel";
import { KeysDialog } from "./KeysDialog";
import { areKeysOn, turnKeys, useReviewKeys } from "./reviewKeys";
import { ReviewTable } from "./ReviewTable";
import { SittingPanel } from "./SittingPanel";
import type { ChosenIncident } from "./useChosenIncident";
import { useDecisions } from "./useDecisions";

/**
 * The desk of whoever reviews a session: from incident to incident, past all that is quiet. The clip of each plays to the
 * incident's end and halts there, and the page asks what it was.
 */
export function ReviewDesk({
  session,
  incidents,
  review,
  chosen,
}: {
  session: SessionDetail;
  /** By time. */
  incidents: readonly Incident[];
  review: SessionReview;
  chosen: ChosenIncident;
}) {
  const decisions = useDecisions(session.session_id);
  const [keysOn, setKeysOn] = useState(areKeysOn);
  const [showsKeys, setShowsKeys] = useState(false);
  const note = useRef<HTMLTextAreaElement>(null);
  const { selected, choose } = chosen;
  const beside = chosen.clipBeside();
  const clips = session.clips.toSorted((a, b) => a.recorded_at.localeCompare(b.recorded_at));
  const { error: failure, variables: failed } = decisions.incident;
  const elsewhere =
    failure !== null && failed.incidentId !== selected?.id
      ? incidents.find(({ id }) => id === failed.incidentId)
      : undefined;
  const isDecided = ({ id }: Incident) => review.incident_decisions.some(({ incident_id: decided }) => decided === id);

  function step(by: 1 | -1) {
    const index = incidents.findIndex(({ id }) => id === selected?.id);
    const to = incidents[chosen.incidentId === null ? 0 : Math.min(Math.max(0, index + by), incidents.length - 1)];
    if (to !== undefined) choose(to);
  }

  /** On to what is not decided yet; the last one stays. */
  function goOn() {
    const index = incidents.findIndex(({ id }) => id === selected?.id);
    const to = [...incidents.slice(index + 1), ...incidents.slice(0, index)].find((incident) => !isDecided(incident));
    if (to !== undefined) choose(to);
  }

  useReviewKeys(keysOn, (key) => {
    if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "p" && selected !== undefined) choose(selected);
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
      {elsewhere !== undefined && (
        <Alert
          color="orange"
          variant="light"
          role="alert"
          title={`Not decided: ${incidentWords(elsewhere)} · ${formatClock(elsewhere.started_at)}`}
          data-testid="failed-elsewhere"
        >
          {failure?.message}
          <Button
            mt="xs"
            size="xs"
            variant="default"
            display="block"
            onClick={() => {
              choose(elsewhere);
            }}
          >
            Show that incident
          </Button>
        </Alert>
      )}
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
            {/* Why there is no clip, the panel says. */}
            {beside !== null && (
              <ClipPlayer clips={clips} missing={false} selection={beside} onSelect={chosen.chooseClip} />
            )}
            {beside?.isOther === true && selected !== undefined && (
              <Alert color="orange" variant="light" role="status" data-testid="other-clip">
                This clip is not of the incident below.
                <Button
                  mt="xs"
                  size="xs"
                  variant="default"
                  display="block"
                  onClick={() => {
                    choose(selected);
                  }}
                >
                  Back to the incident
                </Button>
              </Alert>
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
