import { Anchor, Button, Text } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { memo } from "react";
import { Link } from "react-router";
import type { LiveSession } from "../api/types";
import { STATUS_WORDS } from "../ui/sittingStates";
import { formatClock } from "../ui/time";
import classes from "./LivePage.module.css";

interface Props {
  readonly sessions: readonly LiveSession[];
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** Who has submitted or was ended in the last ten minutes, apart from who still sits. */
export const OverList = memo(
  function OverList({ sessions, open, onToggle }: Props) {
    if (sessions.length === 0) return null;
    const Chevron = open ? IconChevronDown : IconChevronRight;
    return (
      <section aria-label="Submitted" data-testid="over">
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Chevron size={16} aria-hidden />}
          aria-expanded={open}
          onClick={onToggle}
        >
          Submitted or ended just now ({sessions.length})
        </Button>
        {open && (
          <ul className={classes.over}>
            {sessions.map((session) => (
              <li key={session.session_id} className="anywhere">
                <Anchor component={Link} to={`/sessions/${session.session_id}`} inherit underline="always">
                  {session.student.display_name}
                </Anchor>{" "}
                <Text span size="xs" c="dimmed">
                  {STATUS_WORDS[session.status]} at {formatClock(session.status_since)} · cheat score{" "}
                  {Math.round(session.cheat_score)}
                </Text>
              </li>
            ))}
          </ul>
        )}
      </section>
    );
  },
  (before, now) =>
    before.open === now.open &&
    before.sessions.length === now.sessions.length &&
    before.sessions.every((session, index) => session === now.sessions[index]),
);
