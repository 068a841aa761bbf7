import { Group, Text } from "@mantine/core";
import { IconWifiOff } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import { useSecondsSince } from "../../ui/seconds";
import { formatSeconds } from "../../ui/time";
import type { Proctoring } from "../proctoring";
import type { EventChannel } from "./eventChannel";

/** Says that nothing comes from the server, on neither way, and what that means for what is being written. */
export function ServerSilence({
  channel,
  proctoring,
  isBackedUp,
  isLocked,
}: {
  channel: EventChannel;
  proctoring: Proctoring;
  /** Whether what is unsaved is kept in this browser. */
  isBackedUp: boolean;
  /** Whether another window rules: nothing can be written here. */
  isLocked: boolean;
}) {
  const { silentSinceMillis } = useSyncExternalStore(channel.subscribe, channel.getSnapshot);
  const { connection, heardAtMillis } = useSyncExternalStore(proctoring.subscribe, proctoring.getSnapshot);
  if (silentSinceMillis === null || connection === "connected") return null;
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" role="status" data-testid="server-silent">
      <IconWifiOff size={18} aria-hidden />
      <Text size="sm" c="var(--app-warning)">
        <Silence sinceMillis={Math.max(silentSinceMillis, heardAtMillis ?? 0)} />{" "}
        {isLocked
          ? "Go on in your other window; you can continue here once the server is heard again."
          : isBackedUp
            ? "Keep writing: your answers are kept on this computer."
            : "Keep writing, and keep this page open: your answers are kept on it."}
      </Text>
    </Group>
  );
}

/** The number, which goes on, is not read out. */
function Silence({ sinceMillis }: { sinceMillis: number }) {
  const seconds = useSecondsSince(sinceMillis);
  return (
    <>
      The server has not been heard from<span aria-hidden> for {formatSeconds(seconds)}</span>.
    </>
  );
}
