import { Box, Group, NativeSelect, Paper, Progress, Stack, Text } from "@mantine/core";
import {
  IconCameraOff,
  IconEye,
  IconEyeOff,
  IconHelpCircle,
  IconPlugConnected,
  IconPlugConnectedX,
  IconRefresh,
  IconUserCheck,
  IconUserQuestion,
  IconWifiOff,
} from "@tabler/icons-react";
import { memo, useCallback, useSyncExternalStore } from "react";
import type { Presence } from "../api/types";
import { useSignInAgain } from "../identity/useSignInAgain";
import { CameraPreview } from "./camera/CameraPreview";
import type { CameraDevice } from "./camera/useCamera";
import classes from "./FocusPanel.module.css";
import { HeadTurnNotice } from "./HeadTurnNotice";
import { isUnheard, NotHeardFrom } from "./NotHeardFrom";
import type { Proctoring, ProctoringSnapshot } from "./proctoring";

/** What the analyser sees, said calmly. What is typed beside it does not draw it anew. */
export const FocusPanel = memo(function FocusPanel({
  proctoring,
  stream,
  cameraOff,
  devices,
  onChooseCamera,
}: {
  proctoring: Proctoring;
  stream: MediaStream | undefined;
  /** Something keeps the camera from being used. */
  cameraOff: boolean;
  devices: readonly CameraDevice[];
  onChooseCamera: (deviceId: string) => void;
}) {
  const snapshot = useSyncExternalStore(proctoring.subscribe, proctoring.getSnapshot);
  const reconnect = useCallback(() => {
    proctoring.reconnect();
  }, [proctoring]);
  useSignInAgain(snapshot.connection === "signed_out", reconnect);
  const deviceId = stream?.getVideoTracks()[0]?.getSettings().deviceId;
  return (
    <Paper withBorder radius="lg" p="md">
      <div className={classes.grid}>
        <Box className={classes.preview}>
          <CameraPreview stream={stream} off={cameraOff} label="Your camera picture" />
        </Box>
        <Stack gap="xs">
          <FocusScore score={snapshot.focusScore} />
          <PresenceLine
            presence={snapshot.presence}
            cameraOff={cameraOff}
            isConnected={snapshot.connection === "connected"}
          />
          <ConnectionLine snapshot={snapshot} />
        </Stack>
      </div>
      <HeadTurnNotice turn={snapshot.headTurn} />
      <div aria-live="polite" className={classes.alerts}>
        {snapshot.alerts.map((alert) => (
          <Text key={alert.code} size="sm" className={classes.alert}>
            {alert.message}
          </Text>
        ))}
      </div>
      {devices.length > 1 && (
        <NativeSelect
          mt="sm"
          size="xs"
          label="Camera"
          value={deviceId ?? ""}
          onChange={(event) => {
            onChooseCamera(event.currentTarget.value);
          }}
          data={devices.map((device) => ({ value: device.deviceId, label: device.label }))}
        />
      )}
    </Paper>
  );
});

function FocusScore({ score }: { score: number | null }) {
  return (
    <div>
      <Group justify="space-between" align="baseline">
        <Text size="sm" c="dimmed">
          Focus score
        </Text>
        <Text fz={28} fw={650} lh={1} className="numeric" data-testid="focus-score">
          {score ?? "–"}
        </Text>
      </Group>
      <Progress
        mt={6}
        size="sm"
        value={score ?? 0}
        color={score !== null && score < 50 ? "yellow" : "tide"}
        aria-label="Focus score"
        // A bar that slides has the whole page laid out anew with each picture, beside what is being typed.
        transitionDuration={0}
      />
    </div>
  );
}

const PRESENCE: Readonly<Record<Presence, { words: string; icon: typeof IconEye }>> = {
  present: { words: "You are in view", icon: IconUserCheck },
  hidden: { words: "Your face is not visible", icon: IconEyeOff },
  absent: { words: "Nobody is in view", icon: IconUserQuestion },
  unknown: { words: "The picture cannot be read", icon: IconHelpCircle },
};

function PresenceLine({
  presence,
  cameraOff,
  isConnected,
}: {
  presence: Presence | null;
  cameraOff: boolean;
  isConnected: boolean;
}) {
  const { words, icon: Icon } = cameraOff
    ? { words: "The camera is off", icon: IconCameraOff }
    : !isConnected
      ? { words: "Your picture is not looked at just now", icon: IconHelpCircle }
      : presence === null
        ? { words: "Waiting for the analysis", icon: IconEye }
        : PRESENCE[presence];
  return (
    <Group gap={6} wrap="nowrap" data-testid="presence" data-presence={isConnected ? (presence ?? "none") : "none"}>
      <Icon size={18} aria-hidden className={classes.icon} />
      <Text size="sm">{words}</Text>
    </Group>
  );
}

function ConnectionLine({ snapshot }: { snapshot: ProctoringSnapshot }) {
  const { connection, heardAtMillis } = snapshot;
  const Icon = CONNECTION_ICONS[connection];
  return (
    <div role="status" data-testid="connection" data-connection={connection}>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <Icon size={18} aria-hidden className={classes.icon} />
        <Text size="sm">
          {isUnheard(connection) && heardAtMillis !== null ? (
            <>
              <NotHeardFrom sinceMillis={heardAtMillis} />. This costs you nothing; go on.
            </>
          ) : (
            CONNECTION_WORDS[connection]
          )}
        </Text>
      </Group>
    </div>
  );
}

const CONNECTION_ICONS: Readonly<Record<ProctoringSnapshot["connection"], typeof IconEye>> = {
  connecting: IconRefresh,
  connected: IconPlugConnected,
  silent: IconWifiOff,
  reconnecting: IconRefresh,
  no_room: IconRefresh,
  signed_out: IconPlugConnectedX,
  replaced: IconRefresh,
  closed: IconPlugConnectedX,
};

const CONNECTION_WORDS: Readonly<Record<ProctoringSnapshot["connection"], string>> = {
  connecting: "Connecting…",
  connected: "Connected",
  silent: "Not heard from the server. This costs you nothing; go on.",
  reconnecting: "Connecting again. This costs you nothing; go on.",
  no_room:
    "The server is full just now. Go on with your exam: the camera connects by itself, and this costs you nothing.",
  signed_out: "Your sign-in has run out. Sign in again, and the camera connects by itself.",
  replaced: "Connecting again. This costs you nothing; go on.",
  closed: "The exam has ended.",
};
