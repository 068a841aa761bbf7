import { Alert, Button, Grid, Stack, Text, Title } from "@mantine/core";
import { useRef, useState } from "react";
import type { Incident, SessionDetail, SessionReview } from "../api/types";
import { useSignedIn } from "../identity/signedIn";
import { formatClock } from "../ui/time";
import { incidentWords } from "../ui/words";
import { ClipPlayer } from "./ClipPlayer";
import { IncidentList } from "./IncidentList";
import { IncidentPanel } from "./IncidentPanel";
import { KeysDialog } from "./KeysDialog";
import { areKeysOn, turnKeys, useReviewKeys } from "./reviewKeys";
import type { Question } from "./question";
import { ReviewTable } from "./ReviewTable";
import { SittingPanel } from "./SittingPanel";
import type { ChosenIncident } from "./useChosenIncident";
import { useDecisions } from "./useDecisions";
import classes from "./ReviewDesk.module.css";

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
  const [question, setQuestion] = useState<Question | null>(null);
  const me = useSignedIn();
  const [keysOn, setKeysOn] = useState(areKeysOn);
  const [showsKeys, setShowsKeys] = useState(false);
  const note = useRef<HTMLTextAreaElement>(null);
  const view = useRef<HTMLDivElement>(null);
  const { selected } = chosen;
  const beside = chosen.clipBeside();
  const clips = session.clips.toSorted((a, b) => a.recorded_at.localeCompare(b.recorded_at));
  const { error: failure, variables: failed } = decisions.incident;
  const elsewhere =
    failure !== null && failed.incidentId !== selected?.id
      ? incidents.find(({ id }) => id === failed.incidentId)
      : undefined;
  const isDecided = ({ id }: Incident) => review.incident_decisions.some(({ incident_id: decided }) => decided === id);

  const left = incidents.filter((incident) => incident.must_be_decided && !isDecided(incident));
  const holder = review.assignment?.reviewer ?? null;
  const warning =
    holder === null || holder.id === me.id
      ? undefined
      : `${holder.display_name} has this session. Decide only if you have agreed to: your decision counts, and theirs would be over yours.`;

  /** Chooses an incident; what was begun about another is left, and what was typed stays. */
  function choose(incident: Incident) {
    setQuestion(null);
    chosen.choose(incident);
  }

  /** Chooses it and shows its clip, however far down the page that is. */
  function show(incident: Incident) {
    choose(incident);
    view.current?.scrollIntoView({ block: "start" });
  }

  function step(by: 1 | -1) {
    const index = incidents.findIndex(({ id }) => id === selected?.id);
    // The first is shown before it is chosen: J chooses that one, but once something is asked about it J goes on.
    const isFirst = chosen.incidentId === null && question === null;
    const to = incidents[isFirst ? 0 : Math.min(Math.max(0, index + by), incidents.length - 1)];
    if (to !== undefined) show(to);
  }

  /** On to what is not decided yet; the last one stays. */
  function goOn() {
    const index = incidents.findIndex(({ id }) => id === selected?.id);
    const to = [...incidents.slice(index + 1), ...incidents.slice(0, index)].find((incident) =>
      left.includes(incident),
    );
    if (to !== undefined) show(to);
  }

  useReviewKeys(keysOn, (key) => {
    if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "p" && selected !== undefined) chosen.choose(selected);
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
              show(elsewhere);
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
          <Stack gap="md" ref={view} className={classes.view ?? ""}>
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
                question={question}
                onAsk={setQuestion}
                warning={warning}
                keysOn={keysOn}
                note={note}
                onDecided={goOn}
              />
            )}
            <SittingPanel
              session={session}
              review={review}
              decisions={decisions}
              left={left}
              question={question}
              onAsk={setQuestion}
              onGoTo={show}
              warning={warning}
              keysOn={keysOn}
            />
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
