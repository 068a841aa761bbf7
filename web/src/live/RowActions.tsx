import { UnstyledButton } from "@mantine/core";
import { IconEyeCheck, IconHandClick } from "@tabler/icons-react";
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
      {needsLook(session) && (
        <UnstyledButton
          className={classes.seen}
          title={`${unseen} new: nobody has looked yet`}
          aria-label={`Mark ${session.student.display_name} as seen`}
          onClick={() => {
            markSeen(session);
          }}
        >
          <IconEyeCheck size={14} aria-hidden />
          Seen
        </UnstyledButton>
      )}
      <UnstyledButton
        className={classes.seen}
        title="Step in: write, pause, give time or end"
        aria-label={`Step in: ${session.student.display_name}`}
        onClick={() => {
          openStepIn(session);
        }}
      >
        <IconHandClick size={16} aria-hidden />
      </UnstyledButton>
    </>
  );
}
