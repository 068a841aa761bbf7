import { Alert, Button, Card, Group, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconBulb, IconCircleCheck } from "@tabler/icons-react";
import { useEffect, useEffectEvent, useState } from "react";
import * as server from "../api/server";
import type { ExamSession, ExamSummary, SessionStatus } from "../api/types";
import { ProblemAlert } from "../ui/ProblemAlert";
import { formatClock } from "../ui/time";
import { CameraPreview } from "./camera/CameraPreview";
import { CameraTroubleNotice } from "./camera/CameraTroubleNotice";
import { SeatHint } from "./camera/SeatHint";
import type { Camera } from "./camera/useCamera";
import { useCameraCheck } from "./camera/useCameraCheck";
import { useLight, type Light } from "./camera/useLight";
import type { SittingMessage } from "./events/eventMessages";
import { ServerClock } from "./serverClock";
import { usePause } from "./usePause";
import { SittingStateCard, waitingState, type RestingState } from "./SittingStateCard";

/** What the student does here, and what comes then. */
const NEXT: Readonly<Record<Exclude<RestingState, "paused">, string>> = {
  checking_in: "It does not start before you start the exam below.",
  to_ask:
    "Look at your camera here, then go on below: there you ask to be let in, and a proctor looks at a picture of you.",
  asked:
    "Look at your camera here, then go on below, so that your page is ready. A proctor looks at the picture that was taken, and" +
    " the exam begins by itself as soon as you are let in.",
  waiting: "Look at your camera here, then go on below: from there the exam begins by itself.",
};

export function CameraStep({
  exam,
  camera: { camera, devices, start },
  status,
  sitting,
  isOurs,
  onStarted,
}: {
  exam: ExamSummary;
  camera: Camera;
  /** Where the sitting stands, undefined before there is one. */
  status: SessionStatus | undefined;
  /** As the event channel tells; null before it has. */
  sitting: SittingMessage | null;
  /** Whether it goes on in no other window: it was open in this tab last, before the page was loaded again, or in none. */
  isOurs: boolean;
  onStarted: (session: ExamSession, clock: ServerClock) => void;
}) {
  const resuming = status === "active" || status === "paused";
  const admission = sitting?.admission ?? null;
  const waits = exam.admission !== null && admission === null ? "to_ask" : waitingState(admission);
  const track = camera.state === "on" ? camera.track : undefined;
  const light = useLight(track);
  const check = useCameraCheck(track);

  useEffect(() => {
    start();
  }, [start]);

  const begin = useMutation({
    mutationFn: async () => {
      const clock = new ServerClock();
      const sentMillis = performance.now();
      const session = await server.startExam(exam.exam_id);
      clock.sync(session.server_time, sentMillis, performance.now());
      return { session, clock };
    },
    onSuccess: ({ session, clock }) => {
      onStarted(session, clock);
    },
  });

  const isPaused = status === "paused";
  const pause = usePause(exam.session?.session_id ?? "", sitting?.intervention ?? null, isPaused);
  const [sawPause, setSawPause] = useState(false);
  if (isPaused && !sawPause) setSawPause(true);
  // From another window the exam must not be taken away without a word.
  const goesOn = sawPause && status === "active" && isOurs && track !== undefined && begin.isIdle;
  const goOn = useEffectEvent(() => {
    begin.mutate();
  });
  useEffect(() => {
    if (goesOn) goOn();
  }, [goesOn]);

  const mustBeLetIn = exam.admission !== null && !resuming;
  const go = (
    <>
      <ProblemAlert error={begin.error} title="The exam could not be started" />
      <Group>
        <Button
          size="md"
          disabled={track === undefined}
          loading={begin.isPending}
          onClick={() => {
            begin.mutate();
          }}
        >
          {resuming
            ? "Continue the exam"
            : status === "waiting"
              ? "Go on"
              : mustBeLetIn
                ? "Go on to be let in"
                : "Start the exam"}
        </Button>
        <Text size="sm" c="dimmed" flex="1 1 240px">
          {resuming
            ? isOurs
              ? "Your answers are kept."
              : "If the exam is open in another window, it goes on here and is locked there. If it is on another device, you are asked first."
            : mustBeLetIn
              ? "Your time starts when a proctor lets you in, not before."
              : status === "waiting"
                ? null
                : "Your time starts when you press this, not before."}
        </Text>
      </Group>
    </>
  );
  return (
    <Stack maw={680} mx="auto" gap="lg">
      <div>
        <Text c="dimmed" size="sm">
          {status === "active"
            ? `Your exam is running${sitting === null ? "" : `, until ${formatClock(sitting.ends_at)}`}`
            : isPaused
              ? "Your exam is paused"
              : "Step 2 of 2"}
        </Text>
        <Title order={1} fz={26}>
          Camera check
        </Title>
      </div>
      {status === "checking_in" && !mustBeLetIn && (
        <SittingStateCard state={status} headingOrder={2} next={NEXT[status]} />
      )}
      {isPaused && (
        <SittingStateCard
          state="paused"
          headingOrder={2}
          intervention={pause}
          next={
            !isOurs
              ? "Keep this page open: when the exam goes on, press “Continue the exam” below."
              : track === undefined
                ? "Keep this page open: when the exam goes on, the questions come back as soon as your camera runs."
                : undefined
          }
          {...(sitting === null ? {} : { leftMillis: Date.parse(sitting.ends_at) - Date.parse(sitting.status_since) })}
        />
      )}
      {status === "waiting" && <SittingStateCard state={waits} headingOrder={2} next={NEXT[waits]} />}
      {/* Whose time runs must not look for it below the picture. */}
      {resuming && go}
      {camera.state === "trouble" ? (
        <CameraTroubleNotice
          trouble={camera.trouble}
          onRetry={() => {
            start();
          }}
        />
      ) : (
        <Card withBorder radius="lg" padding="md">
          <CameraPreview
            stream={camera.state === "on" ? camera.stream : undefined}
            label="Your camera picture"
            nearMark={check?.face_size === "good" ? "reached" : "wanted"}
          />
          <LightHint light={light} />
          <SeatHint check={check} />
        </Card>
      )}
      {devices.length > 1 && (
        <NativeSelect
          label="Camera"
          value={track?.getSettings().deviceId ?? ""}
          onChange={(event) => {
            start(event.currentTarget.value);
          }}
          data={devices.map((device) => ({ value: device.deviceId, label: device.label }))}
        />
      )}
      <Text>
        Sit so that your whole face is in the picture, with a light in front of you rather than behind. Come nearer
        until your face is larger than the dashed oval, a quarter of the picture’s height: of a small face nobody can
        tell where it looks. Other people should not be in view. For this check a picture is looked at now and then by
        the server’s program, and forgotten.
      </Text>
      {!resuming && go}
    </Stack>
  );
}

function LightHint({ light }: { light: Light | undefined }) {
  if (light === undefined) return null;
  if (light === "good") {
    return (
      <Group gap={6} mt="sm" role="status">
        <IconCircleCheck size={18} aria-hidden color="var(--mantine-color-tide-6)" />
        <Text size="sm">The camera works and the light is good.</Text>
      </Group>
    );
  }
  return (
    <Alert mt="sm" color="yellow" variant="light" icon={<IconBulb aria-hidden />} role="status">
      {light === "dark"
        ? "The picture is very dark. Switch on a light in front of you, and see that nothing covers the camera."
        : "The picture is very bright. Turn away from the window or the lamp behind you."}
    </Alert>
  );
}
