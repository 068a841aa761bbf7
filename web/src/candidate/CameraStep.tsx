import { Alert, Button, Card, Group, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconBulb, IconCircleCheck } from "@tabler/icons-react";
import { useEffect } from "react";
import * as server from "../api/server";
import type { ExamSession, ExamSummary, SessionStatus } from "../api/types";
import { ProblemAlert } from "../ui/ProblemAlert";
import { CameraPreview } from "./camera/CameraPreview";
import { CameraTroubleNotice } from "./camera/CameraTroubleNotice";
import type { Camera } from "./camera/useCamera";
import { useLight, type Light } from "./camera/useLight";
import { ServerClock } from "./serverClock";
import { SittingStateCard } from "./SittingStateCard";

export function CameraStep({
  exam,
  camera: { camera, devices, start },
  status,
  onStarted,
}: {
  exam: ExamSummary;
  camera: Camera;
  /** Where the sitting stands, undefined before there is one. */
  status: SessionStatus | undefined;
  onStarted: (session: ExamSession, clock: ServerClock) => void;
}) {
  const resuming = status === "active" || status === "paused";
  const track = camera.state === "on" ? camera.track : undefined;
  const light = useLight(track);

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

  return (
    <Stack maw={680} mx="auto" gap="lg">
      <div>
        <Text c="dimmed" size="sm">
          {resuming ? "Your exam is running" : "Step 2 of 2"}
        </Text>
        <Title order={1} fz={26}>
          Camera check
        </Title>
      </div>
      {(status === "checking_in" || status === "waiting" || status === "paused") && (
        <SittingStateCard state={status} headingOrder={2} />
      )}
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
            nearMark
          />
          <LightHint light={light} />
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
        Sit so that your whole face is in the picture, with a light in front of you rather than behind. Come nearer if
        your face is smaller than the dashed oval, a quarter of the picture’s height: of a small face nobody can tell
        where it looks. Other people should not be in view.
      </Text>
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
          {resuming ? "Continue the exam" : "Start the exam"}
        </Button>
        {!resuming && (
          <Text size="sm" c="dimmed">
            Your time starts when you press this, not before.
          </Text>
        )}
      </Group>
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
