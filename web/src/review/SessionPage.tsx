import { Anchor, Button, Card, Grid, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { LiveSession, SessionDetail, Watching } from "../api/types";
import { watches } from "../identity/roles";
import { useSignedIn } from "../identity/signedIn";
import { isSmallFace, isUnwatched, needsLook } from "../live/boardRows";
import { useLook } from "../live/looks";
import { InterventionHistory } from "../stepin/InterventionHistory";
import { SessionActions } from "../stepin/SessionActions";
import { LoadFailed, Loading, usePageTitle } from "../ui/StatusPages";
import { formatDateTime, oneDecimal } from "../ui/time";
import { isOver } from "../ui/sittingStates";
import { unwatchedParts, unwatchedWords, watchedWords } from "../ui/watching";
import { CHEAT_SCORE_HINT, PRESENCE_WORDS, SMALL_FACE_WORDS, SUBMIT_REASON_WORDS } from "../ui/words";
import { accommodationWords } from "./accommodations";
import { AnswerList } from "./AnswerList";
import { ClipPlayer } from "./ClipPlayer";
import { HintList } from "./HintList";
import { IncidentList } from "./IncidentList";
import { ReviewDesk } from "./ReviewDesk";
import { ScorePlot } from "./ScorePlot";
import { StatusBadge } from "./SessionsPage";
import { firstClip, useChosenIncident } from "./useChosenIncident";
import { useLiveSession } from "./useLiveSession";
import { useReview } from "./useReview";

/** `/sessions/{id}`: what was seen in one session. For staff it changes while the student sits. */
export function SessionPage() {
  const { sessionId = "" } = useParams();
  const session = useQuery({
    queryKey: keys.session(sessionId),
    queryFn: () => server.getSession(sessionId),
    refetchInterval: ({ state }) => (state.data !== undefined && goesOn(state.data) ? OPEN_EVERY_MILLIS : false),
  });
  if (session.isPending) return <Loading what="the session" />;
  if (session.isError) return <LoadFailed error={session.error} onRetry={() => void session.refetch()} />;
  return <SessionView key={sessionId} session={session.data} />;
}

/** Of what goes on the end and the lowest focus score come by themselves. */
const OPEN_EVERY_MILLIS = 3000;

const goesOn = ({ status, incidents }: SessionDetail): boolean =>
  !isOver(status) && incidents.some(({ ended_at }) => ended_at === null);

function SessionView({ session }: { session: SessionDetail }) {
  const me = useSignedIn();
  // Who also proctors sees an own sitting as any student does.
  const staff = session.student.id !== me.id;
  usePageTitle(staff ? session.student.display_name : session.exam_title);
  const live = useLiveSession(session.session_id, staff && watches(me));
  const mayStepIn = staff && watches(me) && !isOver(session.status);
  useLook(session.session_id, staff ? unseen(session, live) : undefined);
  const scores = useQuery({
    queryKey: keys.scores(session.session_id),
    queryFn: () => server.getScores(session.session_id),
  });
  const clips = session.clips.toSorted((a, b) => a.recorded_at.localeCompare(b.recorded_at));
  // Several behaviours may begin in the same moment; they always stand in the same order.
  const incidents = session.incidents.toSorted(
    (a, b) => a.started_at.localeCompare(b.started_at) || a.behavior.localeCompare(b.behavior),
  );
  const chosen = useChosenIncident(incidents, session.clips);
  const { incidentId } = chosen;
  const review = useReview(session.session_id, incidentId).data;
  const focusIsNow =
    session.status === "active" && live?.connected !== false && !(live !== undefined && isUnwatched(live));
  const focusScore = live?.focus_score ?? session.focus_score;
  const cheatScore = live?.cheat_score ?? session.cheat_score;
  return (
    <Stack gap="lg">
      <div>
        <Group justify="space-between" align="flex-start">
          <div>
            <Title order={1} fz={26}>
              {staff ? session.student.display_name : session.exam_title}
            </Title>
            <Text c="dimmed" className="anywhere">
              {staff && `${session.student.username} · ${session.exam_title} · `}
              {formatDateTime(session.started_at)}
              {isOver(session.status) && ` – ${formatDateTime(session.status_since)}${endWords(session)}`}
            </Text>
            <Accommodations session={session} />
          </div>
          <Group gap="sm">
            {live?.status === "active" && (
              <Text size="sm" data-testid="live-presence" data-presence={live.presence}>
                {presenceWords(live)}
              </Text>
            )}
            <StatusBadge status={session.status} />
            {mayStepIn && (
              <SessionActions
                sessionId={session.session_id}
                examId={session.exam_id}
                examTitle={session.exam_title}
                student={session.student.display_name}
                status={session.status}
              />
            )}
          </Group>
        </Group>
      </div>

      {!staff && isOver(session.status) && (
        <Button component={Link} to={`/sessions/${session.session_id}/seen`} w="fit-content">
          What was seen in your exam
        </Button>
      )}
      <SimpleGrid cols={{ base: 2, sm: staff ? 5 : 4 }}>
        {staff && (
          <Figure
            label={!isOver(session.status) ? "Cheat score so far" : "Final cheat score"}
            value={oneDecimal(cheatScore)}
            hint={CHEAT_SCORE_HINT}
            testId="session-cheat-score"
          />
        )}
        <Figure
          label={focusIsNow ? "Focus score now" : "Last focus score"}
          value={focusScore === null ? "–" : oneDecimal(focusScore)}
          hint="0 to 100, high is good."
          testId="session-focus-score"
        />
        <Figure
          label="Incidents"
          value={String(incidents.length)}
          hint="Moments that stood out to the program."
          testId="session-incidents"
        />
        <Figure
          label="Clips"
          value={String(session.clips.length)}
          hint="Short videos of such moments. No other video is kept."
          testId="session-clips"
        />
        <Figure
          label="Watched"
          value={watchedWords(session.watching)}
          hint={watchedHint(session.watching)}
          testId="session-watched"
        />
      </SimpleGrid>

      <Card withBorder radius="lg" padding="md">
        <Title order={2} fz={18} mb="xs">
          Focus score over time
        </Title>
        {scores.isPending ? (
          <Loading what="the scores" />
        ) : scores.isError ? (
          <LoadFailed error={scores.error} onRetry={() => void scores.refetch()} />
        ) : (
          <ScorePlot points={scores.data} incidents={incidents} selectedId={incidentId} onSelect={chosen.choose} />
        )}
      </Card>

      {review?.may_decide === true ? (
        <ReviewDesk session={session} incidents={incidents} review={review} chosen={chosen} />
      ) : (
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Title order={2} fz={18} mb="sm">
              Incidents
            </Title>
            {incidents.length > 0 && (
              <Text size="sm" c="dimmed" mb="sm">
                {staff
                  ? "Confidence says how sure the program is of what it saw, not of why. Look at the clip before you decide."
                  : "A program noted these. People look at them before anything is decided, and you can explain any of them to your examiner."}
              </Text>
            )}
            <IncidentList
              incidents={incidents}
              clips={session.clips}
              selectedId={incidentId}
              onSelect={chosen.choose}
              own={!staff}
              decisions={review?.incident_decisions ?? []}
            />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Title order={2} fz={18} mb="sm">
              Clips
            </Title>
            <ClipPlayer
              clips={clips}
              missing={incidents.length > 0}
              // Only at the desk playback halts.
              selection={chosen.playing === null ? firstClip(clips) : { ...chosen.playing, untilSeconds: undefined }}
              onSelect={chosen.chooseClip}
            />
          </Grid.Col>
        </Grid>
      )}

      <HintList hints={session.hints} devices={session.devices} own={!staff} />

      <InterventionHistory sessionId={session.session_id} own={!staff} />

      <div>
        <Title order={2} fz={18} mb="sm">
          Answers
        </Title>
        {session.may_read_answers ? (
          <AnswerList questions={session.questions} answers={session.answers} />
        ) : (
          <Text c="dimmed">Answers are read by reviewers of this exam.</Text>
        )}
      </div>
      <Anchor component={Link} to="/sessions" size="sm">
        {staff ? "All sessions" : "All my results"}
      </Anchor>
    </Stack>
  );
}

/** How many incidents whoever has this page open looks at; undefined if somebody has looked at all of them, or it is over. */
function unseen(session: SessionDetail, live: LiveSession | undefined): number | undefined {
  if (live !== undefined) return needsLook(live) ? live.incident_count : undefined;
  return isOver(session.status) || session.incidents.length === 0 ? undefined : session.incidents.length;
}

/** For students and reviewers alike: both must know that it was allowed. */
function Accommodations({ session }: { session: SessionDetail }) {
  const words = accommodationWords(session.accommodations);
  return words === undefined ? null : (
    <Text size="sm" mt={4} data-testid="accommodations">
      {words}
    </Text>
  );
}

function Figure({ label, value, hint, testId }: { label: string; value: string; hint: string; testId: string }) {
  return (
    <Card withBorder radius="lg" padding="md">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={24} fw={650} className="numeric" data-testid={testId}>
        {value}
      </Text>
      <Text size="xs" c="dimmed">
        {hint}
      </Text>
    </Card>
  );
}

/** Whether the student is there now, or why that cannot be said. */
function presenceWords(live: LiveSession): string {
  const cause = live.watching?.unwatched_cause ?? null;
  if (cause !== null) return unwatchedWords(cause);
  if (!live.connected) return "Not connected";
  return isSmallFace(live) ? `${PRESENCE_WORDS.present}, ${SMALL_FACE_WORDS}` : PRESENCE_WORDS[live.presence];
}

function watchedHint(watching: Watching | null): string {
  if (watching === null) return "This session is from before watched time was counted.";
  const parts = unwatchedParts(watching);
  return parts === ""
    ? "Part of the time in which usable pictures of the camera were judged."
    : `Part of the time with usable pictures of the camera. Not watched: ${parts}. That alone says nothing about the student.`;
}

/** How it came to its end. */
function endWords({ submit_reason, end_reason }: SessionDetail): string {
  if (end_reason !== null) return ` (ended: ${end_reason})`;
  return submit_reason === null ? "" : ` (${SUBMIT_REASON_WORDS[submit_reason]})`;
}
