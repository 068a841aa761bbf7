import { UnstyledButton } from "@mantine/core";
import { IconEyeCheck, IconHandClick } from "@tabler/icons-react";
import { useLayoutEffect, useRef } from "react";
import type { LiveSession } from "../api/types";
import { openStepIn } from "../stepin/stepInChoice";
import classes from "./Leaderboard.module.css";
import { needsLook } from "./boardRows";
import { markSeen } from "./looks";

/** What can be done to a student from the board, in a row or under a tile. */
export function RowActions({ session }: { session: LiveSession }) {
  const unseen = session.incident_count - session.looked_incident_count;
  return (
    <>
      {needsLook(session) && <SeenButton session={session} unseen={unseen} />}
      <UnstyledButton
        className={classes.seen}
        data-tip="Step in: write, pause, give time, end"
        aria-label={`Step in: write to ${session.student.display_name}, pause, give time or end`}
        onClick={() => {
          openStepIn(session);
        }}
      >
        <IconHandClick size={16} aria-hidden />
      </UnstyledButton>
    </>
  );
}

function SeenButton({ session, unseen }: { session: LiveSession; unseen: number }) {
  const ref = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const button = ref.current;
    // It goes when somebody has looked, here or elsewhere: the keyboard stays at the student.
    return () => {
      if (button === null || document.activeElement !== button) return;
      const row = button.closest("[data-session]");
      row?.querySelector<HTMLElement>("[data-board-link]")?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <UnstyledButton
      ref={ref}
      className={classes.seen}
      data-tip={`Mark ${unseen} new as seen, for everybody`}
      aria-label={`Mark ${session.student.display_name} as seen, for everybody: ${unseen} new ${unseen === 1 ? "incident" : "incidents"}`}
      onClick={() => {
        markSeen(session);
      }}
    >
      <IconEyeCheck size={14} aria-hidden />
      Seen
    </UnstyledButton>
  );
}
