import { Alert, Anchor, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconClock, IconVideoOff } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import type { ExamSession, Intervention } from "../api/types";
import { formatClock } from "../ui/time";
import { AnsweredQuestion } from "./AnsweredQuestion";
import { ExamTimer } from "./ExamTimer";
import { FinishingPage } from "./FinishingPage";
import { FocusGlance } from "./FocusGlance";
import { FocusPanel } from "./FocusPanel";
import { NotSubmittedNotice } from "./NotSubmittedNotice";
import { SaveState } from "./SaveState";
import { SittingStateCard } from "./SittingStateCard";
import classes from "./SittingStep.module.css";
import { SubmitDialog } from "./SubmitDialog";
import { UnwatchedNotice } from "./UnwatchedNotice";
import { waitsForStudent } from "./answers/answerStore";
import { isAnswered } from "./answers/answerValue";
import { CameraTroubleNotice } from "./camera/CameraTroubleNotice";
import type { Camera } from "./camera/useCamera";
import type { EventChannel } from "./events/eventChannel";
import { LockedNotice } from "./events/LockedNotice";
import { MoveDialog } from "./events/MoveDialog";
import { ServerSilence } from "./events/ServerSilence";
import { useFocusOnReturn } from "./events/useFocusOnReturn";
import type { Proctoring } from "./proctoring";
import type { ServerClock } from "./serverClock";
import type { SittingEnd } from "./sitting";
import { usePause } from "./usePause";
import { useSitting } from "./useSitting";

/** Where the bar's link leads: the notice scrolls away with the questions, the bar does not. */
const TROUBLE_ID = "camera-trouble";
const LOCKED_ID = "locked-window";

/** The questions, with what the analyser says beside them. */
export function SittingStep({
  session,
  windowId,
  clock,
  camera,
  channel,
  intervention = null,
  onDone,
}: {
  session: ExamSession;
  windowId: string;
  clock: ServerClock;
  camera: Camera;
  channel: EventChannel;
  /** The last that staff did to the sitting. */
  intervention?: Intervention | null;
  onDone: (end: SittingEnd) => void;
}) {
  const { sitting, answers, ruling, phase, endsAtMillis, pausedAtMillis, isEndMoved, isReturned } = useSitting({
    session,
    windowId,
    clock,
    camera,
    channel,
    onDone,
  });
  const pause = usePause(session.session_id, intervention, pausedAtMillis !== null);
  const { proctoring } = sitting;
  const { entries } = answers;
  const isLocked = answers.locked !== null;
  const [confirming, confirm] = useDisclosure(false);
  useFocusOnReturn(isLocked, `question-${session.questions[0]?.question_id ?? ""}`);

  if (phase !== null) {
    return (
      <FinishingPage
        phase={phase}
        proctoring={proctoring}
        unsavedCount={answers.unsavedCount}
        onRetry={() => void sitting.finish("student")}
      />
    );
  }

  if (pausedAtMillis !== null) {
    return (
      <SittingStateCard
        state="paused"
        leftMillis={endsAtMillis - pausedAtMillis}
        unsavedCount={answers.unsavedCount}
        intervention={pause}
      />
    );
  }

  const unanswered = session.questions.filter(({ question_id }) => !isAnswered(entries.get(question_id)?.value));
  const waiting = session.questions.flatMap(({ question_id }, index) =>
    waitsForStudent(entries.get(question_id)) ? [index + 1] : [],
  );
  const trouble = camera.camera.state === "trouble" ? camera.camera.trouble : undefined;
  return (
    <>
      <Paper className={classes.bar} withBorder radius="lg" px="md" py="xs">
        <Title order={1} fz={16} className={classes.title}>
          {session.title}
        </Title>
        <div className={classes.saveState}>
          {/* Of a window that is locked nobody can say that the server has what stands here. */}
          {(!isLocked || answers.unsavedCount > 0) && <SaveState answers={answers} />}
          <ServerSilence
            channel={channel}
            proctoring={proctoring}
            isBackedUp={answers.isBackedUp}
            isLocked={isLocked}
          />
        </div>
        {/* Of a locked window, too: the time goes on, wherever the student does. */}
        <ExamTimer endsAtMillis={endsAtMillis} clock={clock} onOver={() => void sitting.finish("time")} />
        {isLocked && (
          // The notice may be far above: the bar is always in view, and says why nothing can be typed.
          <Anchor href={`#${LOCKED_ID}`} size="sm" fw={600} underline="always">
            Locked: what to do
          </Anchor>
        )}
        {!isLocked && <Button onClick={confirm.open}>Submit</Button>}
        {!isLocked && <FocusGlance proctoring={proctoring} />}
        {trouble !== undefined && (
          <Anchor href={`#${TROUBLE_ID}`} size="sm" className={classes.trouble} underline="always">
            The camera is off: what to do
          </Anchor>
        )}
      </Paper>

      <div className={classes.columns}>
        <aside className={classes.side} aria-label="Camera and focus">
          {!isLocked && (
            <FocusPanel
              proctoring={proctoring}
              stream={camera.camera.state === "on" ? camera.camera.stream : undefined}
              cameraOff={trouble !== undefined}
              devices={camera.devices}
              onChooseCamera={camera.start}
            />
          )}
          <Paper withBorder radius="lg" p="md" mt={isLocked ? 0 : "md"} visibleFrom="md">
            <Text size="sm" fw={600} mb="xs">
              Questions
            </Text>
            <nav aria-label="Questions" className={classes.jumps}>
              {session.questions.map((question, index) => {
                const isNotSaved = waiting.includes(index + 1);
                const done = !isNotSaved && !unanswered.includes(question);
                return (
                  <a
                    key={question.question_id}
                    href={`#question-${question.question_id}`}
                    className={classes.jump}
                    data-done={done}
                    aria-label={`Question ${index + 1}, ${isNotSaved ? "not saved" : done ? "answered" : "not answered"}`}
                  >
                    {index + 1}
                    {done && <span aria-hidden> ✓</span>}
                    {isNotSaved && <span aria-hidden> !</span>}
                  </a>
                );
              })}
            </nav>
          </Paper>
        </aside>

        <Stack gap="md" className={classes.main}>
          {isLocked && (
            <LockedNotice
              id={LOCKED_ID}
              rule={ruling}
              unsavedCount={answers.unsavedCount}
              onGoOn={() => {
                sitting.rule.goOn();
              }}
            />
          )}
          {isReturned && !isLocked && <NotSubmittedNotice waiting={waiting} />}
          {/* What staff have changed is said below, with why. */}
          {isEndMoved && intervention === null && (
            <EndMovedNotice endsAtMillis={endsAtMillis} onSeen={sitting.endIsSeen} />
          )}
          {trouble !== undefined && (
            <CameraTroubleNotice
              id={TROUBLE_ID}
              trouble={trouble}
              onRetry={() => {
                camera.start();
              }}
            />
          )}
          {trouble === undefined && !isLocked && <UnwatchedNotice channel={channel} proctoring={proctoring} />}
          <RecorderNotice proctoring={proctoring} />
          {session.questions.map((question, index) => (
            <AnsweredQuestion
              key={question.question_id}
              question={question}
              number={index + 1}
              entry={entries.get(question.question_id)}
              limits={session.limits}
              locked={isLocked || answers.isClosed}
              failing={answers.failure !== null}
              answers={sitting.answers}
            />
          ))}
          {!isLocked && (
            <Group justify="flex-end">
              <Button size="md" onClick={confirm.open}>
                Submit the exam
              </Button>
            </Group>
          )}
        </Stack>
      </div>

      <MoveDialog
        opened={ruling.state === "asked"}
        device={ruling.device}
        onMove={(reason) => {
          sitting.rule.move(reason);
        }}
        onStay={() => {
          sitting.rule.stay();
        }}
      />
      <SubmitDialog
        opened={confirming && !isLocked}
        onClose={confirm.close}
        unanswered={unanswered.map((question) => session.questions.indexOf(question) + 1)}
        notSaved={waiting}
        total={session.questions.length}
        onConfirm={() => void sitting.finish("student")}
      />
    </>
  );
}

function EndMovedNotice({ endsAtMillis, onSeen }: { endsAtMillis: number; onSeen: () => void }) {
  return (
    <Alert
      color="blue"
      variant="light"
      icon={<IconClock aria-hidden />}
      title="Your time has been changed"
      withCloseButton
      closeButtonLabel="Close this note"
      onClose={onSeen}
      role="status"
      data-testid="end-moved"
    >
      Your exam now ends at {formatClock(new Date(endsAtMillis).toISOString())}. The clock above counts to that.
    </Alert>
  );
}

function RecorderNotice({ proctoring }: { proctoring: Proctoring }) {
  const { recorderFailure, clipsNotMade } = useSyncExternalStore(proctoring.subscribe, proctoring.getSnapshot);
  const { lost } = useSyncExternalStore(proctoring.uploads.subscribe, proctoring.uploads.getSnapshot);
  const missing = clipsNotMade + lost;
  if (recorderFailure === null) {
    return missing === 0 ? null : (
      <Alert color="gray" variant="light" icon={<IconVideoOff aria-hidden />} role="status">
        {missing === 1 ? "A short recording" : `${missing} short recordings`} of your camera could not be kept. There is
        nothing you need to do, and your answers do not depend on it.
      </Alert>
    );
  }
  return (
    <Alert color="gray" variant="light" icon={<IconVideoOff aria-hidden />} role="status">
      The browser has stopped recording ({recorderFailure}). Your answers do not depend on it. When you have a calm
      moment, load the page again: the exam goes on where you are.
    </Alert>
  );
}
