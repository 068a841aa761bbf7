import { Alert, Box, Button, Paper, Stack, Text, Title } from "@mantine/core";
import { IconCamera, IconCameraPlus } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { askForAdmission } from "../api/stepin";
import type { Admission, ExamSession } from "../api/types";
import { ProblemAlert } from "../ui/ProblemAlert";
import { CameraPreview } from "./camera/CameraPreview";
import { CameraTroubleNotice } from "./camera/CameraTroubleNotice";
import type { Camera } from "./camera/useCamera";
import { Proctoring } from "./proctoring";

/** The student asks to be let in, with a picture that a person looks at. */
export function AdmissionCard({
  session,
  terms,
  admission,
  camera: { camera, start },
}: {
  session: ExamSession;
  terms: NonNullable<ExamSession["admission"]>;
  admission: Admission | null;
  camera: Camera;
}) {
  const track = camera.state === "on" ? camera.track : undefined;
  useEffect(() => {
    if (track === undefined) return;
    // The picture is one of the frames that come in: nothing of them counts while the student waits.
    const proctoring = new Proctoring(session);
    proctoring.start();
    proctoring.useCamera(track);
    return () => {
      proctoring.dispose();
    };
  }, [session, track]);
  const ask = useMutation({ mutationFn: () => askForAdmission(session.session_id), networkMode: "always" });
  const isAsked = admission !== null && admission.asked_at !== null;

  return (
    <Paper withBorder radius="lg" p="lg" maw={680} w="100%" mx="auto" data-testid="admission">
      <Stack gap="sm">
        <Title order={2} fz={18}>
          Somebody lets you in
        </Title>
        <Text>
          A proctor looks at one picture from your camera
          {terms.kept_days === null
            ? " and lets you in. The picture is not kept."
            : `, compares it with one of an earlier exam of yours if there is one, and lets you in. The first picture is kept for ${terms.kept_days} days for that, and shown to proctors alone.`}{" "}
          No program compares pictures.
        </Text>
        {camera.state === "trouble" ? (
          <CameraTroubleNotice
            trouble={camera.trouble}
            onRetry={() => {
              start();
            }}
          />
        ) : (
          // Small, so that the button below is in view.
          <Box maw={{ base: 240, xs: 320 }}>
            <CameraPreview stream={camera.state === "on" ? camera.stream : undefined} label="Your camera picture" />
          </Box>
        )}
        {!isAsked && typeof admission?.sentence === "string" && (
          <Alert
            color="blue"
            variant="light"
            icon={<IconCameraPlus aria-hidden />}
            title="Another picture is needed"
            role="alert"
          >
            {admission.sentence}
          </Alert>
        )}
        <Text role="status">
          {isAsked &&
            (admission.has_picture
              ? "Your picture is with your proctors. The exam begins by itself as soon as you are let in."
              : "Your picture is being taken. Please look at the camera.")}
        </Text>
        <ProblemAlert error={ask.error} />
        {!isAsked && (
          <Button
            w="fit-content"
            leftSection={<IconCamera size={18} aria-hidden />}
            disabled={track === undefined}
            loading={ask.isPending}
            onClick={() => {
              ask.mutate();
            }}
          >
            {admission === null ? "Take my picture and ask" : "Take another picture"}
          </Button>
        )}
      </Stack>
    </Paper>
  );
}
