import { Box, Paper, Stack, Text, Title } from "@mantine/core";
import { useEffect } from "react";
import type { ExamSession } from "../api/types";
import { CameraPreview } from "./camera/CameraPreview";
import { CameraTroubleNotice } from "./camera/CameraTroubleNotice";
import type { Camera } from "./camera/useCamera";
import { Proctoring } from "./proctoring";

/** The exam begins with a picture of the camera: it is sent from here, and the server begins by itself once one can be judged. */
export function CameraStartCard({ session, camera: { camera, start } }: { session: ExamSession; camera: Camera }) {
  const track = camera.state === "on" ? camera.track : undefined;
  useEffect(() => {
    if (track === undefined) return;
    const proctoring = new Proctoring(session);
    proctoring.start();
    proctoring.useCamera(track);
    return () => {
      proctoring.dispose();
    };
  }, [session, track]);
  return (
    <Paper withBorder radius="lg" p="lg" maw={680} w="100%" mx="auto" data-testid="camera-start">
      <Stack gap="sm">
        <Title order={2} fz={18}>
          Your camera begins the exam
        </Title>
        <Text>
          This exam begins by itself as soon as the server gets a picture that it can judge: switch the camera on, take
          off what covers it, and turn on a light.
        </Text>
        {camera.state === "trouble" ? (
          <CameraTroubleNotice
            trouble={camera.trouble}
            onRetry={() => {
              start();
            }}
          />
        ) : (
          <Box maw={{ base: 240, xs: 320 }}>
            <CameraPreview stream={camera.state === "on" ? camera.stream : undefined} label="Your camera picture" />
          </Box>
        )}
      </Stack>
    </Paper>
  );
}
