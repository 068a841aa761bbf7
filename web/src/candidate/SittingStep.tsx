import { Alert, Anchor, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconVideoOff } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import type { ExamSession } from "../api/types";
import { ExamTimer } from "./ExamTimer";
import { FinishingPage } from "./FinishingPage";
import { FocusGlance } from "./FocusGlance";
import { FocusPanel } from "./FocusPanel";
import { QuestionCard } from "./QuestionCard";
import { SaveState } from "./SaveState";
import classes from "./SittingStep.module.css";
import { SubmitDialog } from "./SubmitDialog";
import { waitsForStudent } from "./answers/answerStore";
import { isAnswered } from "./answers/answerValue";
import { CameraTroubleNotice } from "./camera/CameraTroubleNotice";
import type { Camera } from "./camera/useCamera";
import type { ServerClock } from "./serverClock";
import { useSitting } from "./useSitting";

/** Where the bar's link leads: the notice scrolls away with the questions, the bar does not. */
const TROUBLE_ID = "camera-trouble";

/** The questions, with what the analyser says beside them. */
export function SittingStep({
  session,
  clock,
  camera,
  onDone,
}: {
  session: ExamSession;
  clock: ServerClock;
  camera: Camera;
  onDone: () => void;
}) {
  const { answers, proctoring, finish, phase, endsAtMillis } = useSitting(session, clock, camera.camera, onDone);
  const saving = useSyncExternalStore(answers.subscribe, answers.getSnapshot);
  const { entries, locked } = saving;
  const [confirming, confirm] = useDisclosure(false);

  if (phase !== null) {
    return <FinishingPage phase={phase} proctoring={proctoring} onRetry={() => void finish("student")} />;
  }

  const unanswered = session.questions.filter(({ question_id }) => !isAnswered(entries.get(question_id)?.value));
  const trouble = camera.camera.state === "trouble" ? camera.camera.trouble : undefined;
  return (
    <>
      <Paper className={classes.bar} withBorder radius="lg" px="md" py="xs">
        <Title order={1} fz={16} className={classes.title}>
          {session.title}
        </Title>
        <div className={classes.saveState}>
          <SaveState answers={saving} />
        </div>
        <ExamTimer endsAtMillis={endsAtMillis} clock={clock} onOver={() => void finish("time")} />
        <Button onClick={confirm.open}>Submit</Button>
        <FocusGlance proctoring={proctoring} />
        {trouble !== undefined && (
          <Anchor href={`#${TROUBLE_ID}`} size="sm" className={classes.trouble} underline="always">
            The camera is off: what to do
          </Anchor>
        )}
      </Paper>

      <div className={classes.columns}>
        <aside className={classes.side} aria-label="Camera and focus">
          <FocusPanel
            proctoring={proctoring}
            stream={camera.camera.state === "on" ? camera.camera.stream : undefined}
            cameraOff={trouble !== undefined}
            devices={camera.devices}
            onChooseCamera={camera.start}
          />
          <Paper withBorder radius="lg" p="md" mt="md" visibleFrom="md">
            <Text size="sm" fw={600} mb="xs">
              Questions
            </Text>
            <nav aria-label="Questions" className={classes.jumps}>
              {session.questions.map((question, index) => {
                const done = !unanswered.includes(question);
                return (
                  <a
                    key={question.question_id}
                    href={`#question-${question.question_id}`}
                    className={classes.jump}
                    data-done={done}
                    aria-label={`Question ${index + 1}, ${done ? "answered" : "not answered"}`}
                  >
                    {index + 1}
                    {done && <span aria-hidden> ✓</span>}
                  </a>
                );
              })}
            </nav>
          </Paper>
        </aside>

        <Stack gap="md" className={classes.main}>
          {trouble !== undefined && (
            <CameraTroubleNotice
              id={TROUBLE_ID}
              trouble={trouble}
              onRetry={() => {
                camera.start();
              }}
            />
          )}
          <RecorderNotice proctoring={proctoring} />
          {session.questions.map((question, index) => (
            <QuestionCard
              key={question.question_id}
              question={question}
              number={index + 1}
              entry={entries.get(question.question_id)}
              limits={session.limits}
              locked={locked !== null}
              onAnswer={(value) => {
                answers.set(question.question_id, value);
              }}
              onChoose={(choice) => {
                answers.choose(question.question_id, choice);
              }}
              onRetry={() => {
                answers.retry(question.question_id);
              }}
            />
          ))}
          <Group justify="flex-end">
            <Button size="md" onClick={confirm.open}>
              Submit the exam
            </Button>
          </Group>
        </Stack>
      </div>

      <SubmitDialog
        opened={confirming}
        onClose={confirm.close}
        unanswered={unanswered.map((question) => session.questions.indexOf(question) + 1)}
        notSaved={session.questions.flatMap(({ question_id }, index) =>
          waitsForStudent(entries.get(question_id)) ? [index + 1] : [],
        )}
        total={session.questions.length}
        onConfirm={() => void finish("student")}
      />
    </>
  );
}

function RecorderNotice({ proctoring }: { proctoring: ReturnType<typeof useSitting>["proctoring"] }) {
  const { recorderFailure, clipsNotMade } = useSyncExternalStore(proctoring.subscribe, proctoring.getSnapshot);
  const { lost } = useSyncExternalStore(proctoring.uploads.subscribe, proctoring.uploads.getSnapshot);
  const missing = clipsNotMade + lost;
  if (recorderFailure === null) {
    return missing === 0 ? null : (
      <Alert color="gray" variant="light" icon={<IconVideoOff aria-hidden />} role="status">
        {missing === 1 ? "A short recording" : `${missing} short recordings`} of your camera could not be kept. There is
        nothing you need to do, and your answers are saved as before.
      </Alert>
    );
  }
  return (
    <Alert color="gray" variant="light" icon={<IconVideoOff aria-hidden />} role="status">
      The browser has stopped recording ({recorderFailure}). Your answers are saved as before. When you have a calm
      moment, load the page again: the exam goes on where you are.
    </Alert>
  );
}
