import { Anchor, Text } from "@mantine/core";
import {
  IconAlertTriangle,
  IconClockPause,
  IconDoorEnter,
  IconDoorExit,
  IconEyeOff,
  IconHelpCircle,
  IconHourglass,
  IconPlugConnectedX,
  IconUserCheck,
  IconUserOff,
  IconWifiOff,
} from "@tabler/icons-react";
import { memo } from "react";
import { Link } from "react-router";
import type { LiveSession, Presence, SessionStatus } from "../api/types";
import { STATUS_WORDS } from "../ui/sittingStates";
import { behaviorWords, PRESENCE_WORDS } from "../ui/words";
import { useSecondsSince } from "../ui/seconds";
import { formatClock, formatSeconds } from "../ui/time";
import classes from "./Leaderboard.module.css";
import { isHeard, needsAttention } from "./boardRows";
import { liveServerNowMillis } from "./liveStore";

const PRESENCE_ICONS: Readonly<Record<Presence, typeof IconUserCheck>> = {
  present: IconUserCheck,
  hidden: IconEyeOff,
  absent: IconUserOff,
  unknown: IconHelpCircle,
};

const STATUS_ICONS: Readonly<Record<Exclude<SessionStatus, "active">, typeof IconUserCheck>> = {
  checking_in: IconDoorEnter,
  waiting: IconHourglass,
  paused: IconClockPause,
  submitted: IconUserCheck,
  ended: IconDoorExit,
};

/** More open incidents than these are only counted. */
const SHOWN_INCIDENTS = 2;

/** One student. Drawn again only when the server sent this student anew or the row moved. */
export const LeaderboardRow = memo(function LeaderboardRow({
  session,
  rank,
  showExam,
  topPx,
  heightPx,
}: {
  session: LiveSession;
  rank: number;
  showExam: boolean;
  topPx: number;
  heightPx: number;
}) {
  const openIncidents = session.open_incidents;
  const focusScore = isHeard(session) ? session.focus_score : null;
  return (
    <div
      role="row"
      aria-rowindex={rank + 1}
      className={classes.row}
      data-attention={needsAttention(session)}
      data-testid="live-row"
      data-session={session.session_id}
      data-silent={session.silent_since !== null}
      style={{ transform: `translateY(${topPx}px)`, height: heightPx }}
    >
      <div role="cell" className={classes.student}>
        <Anchor component={Link} to={`/sessions/${session.session_id}`} fw={600} className={classes.name}>
          {session.student.display_name}
        </Anchor>
        <Text size="xs" c="dimmed" truncate>
          {session.student.username}
          {showExam && ` · ${session.exam_title}`}
        </Text>
      </div>
      <Score label="Cheat score" value={session.cheat_score} testId="cheat-score" strong={session.cheat_score >= 50} />
      <Score
        label="Focus score"
        value={focusScore}
        testId="focus-score"
        strong={focusScore !== null && focusScore < 50}
      />
      <PresenceCell session={session} />
      <div role="cell" className={classes.incidents} data-testid="open-incidents">
        {openIncidents.slice(0, SHOWN_INCIDENTS).map((incident) => (
          <span key={incident.id} className={classes.incident} title={behaviorWords(incident.behavior)}>
            <IconAlertTriangle size={14} aria-hidden />
            <span>{behaviorWords(incident.behavior)}</span>
          </span>
        ))}
        {openIncidents.length > SHOWN_INCIDENTS && <Text size="xs">+{openIncidents.length - SHOWN_INCIDENTS}</Text>}
        {openIncidents.length === 0 && (
          <Text size="sm" c="dimmed" className={classes.none}>
            none
          </Text>
        )}
      </div>
      <div role="cell" className={classes.sofar}>
        <Text size="sm" className="numeric">
          {session.incident_count} {session.incident_count === 1 ? "incident" : "incidents"}
        </Text>
        <Text size="xs" c="dimmed" className="numeric">
          {session.clip_count} {session.clip_count === 1 ? "clip" : "clips"}
        </Text>
      </div>
    </div>
  );
});

function Score({
  label,
  value,
  testId,
  strong,
}: {
  label: string;
  value: number | null;
  testId: string;
  strong: boolean;
}) {
  return (
    <div role="cell" className={classes.score} data-testid={testId}>
      <span className={classes.cellLabel} aria-hidden>
        {label}
      </span>
      <span className={`numeric ${classes.number ?? ""}`} data-strong={strong}>
        {value === null ? "–" : Math.round(value)}
      </span>
      <span className={classes.track} aria-hidden>
        <span className={classes.fill} data-strong={strong} style={{ width: `${value ?? 0}%` }} />
      </span>
    </div>
  );
}

function PresenceCell({ session }: { session: LiveSession }) {
  const isActive = session.status === "active";
  const silentSince = isActive ? session.silent_since : null;
  const offline = isActive && !session.connected;
  const Icon = !isActive
    ? STATUS_ICONS[session.status]
    : silentSince !== null
      ? IconWifiOff
      : offline
        ? IconPlugConnectedX
        : PRESENCE_ICONS[session.presence];
  return (
    <div
      role="cell"
      className={classes.presence}
      data-testid="presence"
      data-status={session.status}
      data-presence={silentSince === null ? session.presence : "silent"}
    >
      <Icon size={18} aria-hidden className={classes.icon} />
      <div>
        <Text size="sm">
          {!isActive ? (
            STATUS_WORDS[session.status]
          ) : silentSince !== null ? (
            <NotHeardFrom since={silentSince} />
          ) : offline ? (
            "No camera connected"
          ) : (
            PRESENCE_WORDS[session.presence]
          )}
        </Text>
        {(offline || silentSince !== null) && session.last_frame_at !== null && (
          <Text size="xs" c="dimmed">
            last seen {formatClock(session.last_frame_at)}
          </Text>
        )}
      </div>
    </div>
  );
}

function NotHeardFrom({ since }: { since: string }) {
  return <>Not heard from for {formatSeconds(useSecondsSince(Date.parse(since), liveServerNowMillis))}</>;
}
