import { Alert, Box } from "@mantine/core";
import { IconCameraOff } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import type { EventChannel } from "./events/eventChannel";
import type { Proctoring } from "./proctoring";

/**
 * One quiet line while the exam gets no usable picture, and what to do. The event channel tells of it where the camera's socket does
 * not; where that says it already, it is not said twice. In a place that screen readers watch before it is said.
 */
export function UnwatchedNotice({ channel, proctoring }: { channel: EventChannel; proctoring: Proctoring }) {
  const { sitting } = useSyncExternalStore(channel.subscribe, channel.getSnapshot);
  const { alerts } = useSyncExternalStore(proctoring.subscribe, proctoring.getSnapshot);
  const unwatched = sitting?.unwatched ?? null;
  const isSaid = unwatched !== null && !alerts.some(({ code }) => code === "unwatched");
  return (
    // While empty it is out of the flow, so that it leaves no gap.
    <Box role="status" pos={isSaid ? undefined : "absolute"}>
      {isSaid && (
        <Alert color="orange" variant="light" icon={<IconCameraOff aria-hidden />} role="none" data-testid="unwatched">
          {unwatched.message}
        </Alert>
      )}
    </Box>
  );
}
