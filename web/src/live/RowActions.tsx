import { UnstyledButton } from "@mantine/core";
import { IconEyeCheck } from "@tabler/icons-react";
import type { LiveSession } from "../api/types";
import classes from "./Leaderboard.module.css";
import { needsLook } from "./boardRows";
import { markSeen } from "./looks";

/** What can be done to a student from the board, in a row or under a tile. */
export function RowActions({ session }: { session: LiveSession }) {
  if (!needsLook(session)) return null;
  const unseen = session.incident_count - session.looked_incident_count;
  return (
    <UnstyledButton
      className={classes.seen}
      title={`${unseen} new: nobody has looked yet`}
      aria-label={`Mark ${session.student.display_name} as seen`}
      onClick={() => {
        markSeen(session);
      }}
    >
      <IconEyeCheck size={14} aria-hidden />
      <span>Seen</span>
    </UnstyledButton>
  );
}
