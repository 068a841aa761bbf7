import { Paper, Stack, Text, Title } from "@mantine/core";
import { IconClockPause, IconDoorEnter, IconHourglass } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Admission, Intervention } from "../api/types";
import { formatDuration } from "../ui/time";

/** What a student is told who is not in the middle of the questions. `paused` covers them. */
export type RestingState = "checking_in" | "to_ask" | "asked" | "waiting" | "paused";

/** Of a sitting that waits: whether the student still has to ask to be let in, has asked, or need not. */
export function waitingState(admission: Pick<Admission, "asked_at"> | null): "to_ask" | "asked" | "waiting" {
  if (admission === null) return "waiting";
  return admission.asked_at === null ? "to_ask" : "asked";
}

interface Words {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  /** What happens next. */
  readonly next: string;
}

const NOT_STARTED = "Your time has not started.";

const WORDS: Readonly<Record<RestingState, Words>> = {
  checking_in: {
    icon: <IconDoorEnter size={32} aria-hidden />,
    title: "You are checking in",
    text: NOT_STARTED,
    next: "It does not start before you start the exam.",
  },
  to_ask: {
    icon: <IconDoorEnter size={32} aria-hidden />,
    title: "You are not let in yet",
    text: NOT_STARTED,
    next: "Ask to be let in below. Until then your proctors see your name, and nothing of your camera.",
  },
  asked: {
    icon: <IconHourglass size={32} aria-hidden />,
    title: "You have asked to be let in",
    text: NOT_STARTED,
    next:
      "A proctor looks at your picture next. Keep this page open: the exam begins by itself as soon as you are let in, and" +
      " you are told here if another picture is needed.",
  },
  waiting: {
    icon: <IconHourglass size={32} aria-hidden />,
    title: "You are ready, and waiting to begin",
    text: NOT_STARTED,
    next: "Keep this page open: it goes on by itself, and there is nothing you need to do.",
  },
  paused: {
    icon: <IconClockPause size={32} aria-hidden />,
    title: "Your exam is paused",
    text: "The clock stands still, and nothing that the camera sees counts. Your answers are kept.",
    next: "Keep this page open: the questions come back by themselves when the exam goes on.",
  },
};

/** A calm word on where the sitting stands, read out when it comes up. */
export function SittingStateCard({
  state,
  leftMillis,
  unsavedCount = 0,
  intervention = null,
  headingOrder = 1,
  next = WORDS[state].next,
}: {
  state: RestingState;
  /** What happens next, where the student has something to do first. */
  next?: string | undefined;
  /** 1 where the card is the page, 2 below the heading of another one. */
  headingOrder?: 1 | 2;
  /** Why the sitting stands so, where staff have made it. */
  intervention?: Intervention | null;
  /** What is left of the student's time, where that has begun. */
  leftMillis?: number;
  /** Answers that the server does not have yet. */
  unsavedCount?: number;
}) {
  const { icon, title, text } = WORDS[state];
  return (
    <Paper withBorder radius="lg" p="lg" maw={680} mx="auto" role="status" data-testid={`sitting-${state}`}>
      <Stack gap="sm">
        {icon}
        <Title order={headingOrder} fz={22}>
          {title}
        </Title>
        {state === "paused" && intervention?.kind === "pause" && (
          <Text fw={600} className="anywhere" data-testid="pause-reason">
            {intervention.words} {intervention.note}
          </Text>
        )}
        <Text>
          {text} {next}
        </Text>
        {leftMillis !== undefined && (
          <Text className="numeric">Time left when it goes on: {formatDuration(leftMillis)}.</Text>
        )}
        {unsavedCount > 0 && (
          <Text size="sm">
            {unsavedCount === 1 ? "One answer is" : `${unsavedCount} answers are`} kept in this browser and sent when
            the exam goes on.
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
