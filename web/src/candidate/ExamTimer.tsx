import { Group, Text, VisuallyHidden } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { useEffect, useEffectEvent, useState } from "react";
import { formatDuration } from "../ui/time";
import type { ServerClock } from "./serverClock";

const ANNOUNCED_MINUTES = [30, 10, 5, 1];
const LAST_MINUTES_MILLIS = 5 * 60_000;

/** Time left by the server's clock. Tells screen readers a few times only, not every second. */
export function ExamTimer({
  endsAtMillis,
  clock,
  onOver,
}: {
  endsAtMillis: number;
  clock: ServerClock;
  onOver: () => void;
}) {
  // In whole seconds: the clock is looked at more often than what it shows changes.
  const [leftMillis, setLeftMillis] = useState(() => inSeconds(endsAtMillis - clock.now()));
  const over = useEffectEvent(onOver);

  useEffect(() => {
    const timer = setInterval(() => {
      const left = endsAtMillis - clock.now();
      setLeftMillis(inSeconds(left));
      if (left <= 0) {
        clearInterval(timer);
        over();
      }
    }, 250);
    return () => {
      clearInterval(timer);
    };
  }, [endsAtMillis, clock]);

  const minutesLeft = Math.ceil(leftMillis / 60_000);
  const announced = ANNOUNCED_MINUTES.includes(minutesLeft) ? minutesLeft : undefined;
  return (
    <Group gap={6} wrap="nowrap" role="timer" aria-label="Time left">
      <IconClock size={18} aria-hidden />
      <Text className="numeric" fw={600} {...(leftMillis < LAST_MINUTES_MILLIS ? { c: "var(--app-warning)" } : {})}>
        {formatDuration(leftMillis)}
      </Text>
      <VisuallyHidden aria-live="polite">
        {announced !== undefined && `${announced} ${announced === 1 ? "minute" : "minutes"} left.`}
      </VisuallyHidden>
    </Group>
  );
}

const inSeconds = (millis: number): number => Math.round(millis / 1000) * 1000;
