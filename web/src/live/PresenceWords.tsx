import {
  IconClockPause,
  IconDoorEnter,
  IconDoorExit,
  IconEyeExclamation,
  IconEyeOff,
  IconHelpCircle,
  IconHourglass,
  IconPlugConnectedX,
  IconUserCheck,
  IconUserOff,
  IconWifiOff,
} from "@tabler/icons-react";
import type { LiveSession, Presence, SessionStatus } from "../api/types";
import { useSecondsSince } from "../ui/seconds";
import { STATUS_WORDS } from "../ui/sittingStates";
import { formatClock, formatSeconds } from "../ui/time";
import { shareWords, unwatchedWords } from "../ui/watching";
import { PRESENCE_WORDS, SMALL_FACE_WORDS } from "../ui/words";
import classes from "./Leaderboard.module.css";
import { isSmallFace } from "./boardRows";
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

/** A sitting of which more was watched needs no word on that. */
const SHOWN_BELOW = 0.9;

/** Whether the student is there, or why that cannot be said: an icon and words. */
export function PresenceWords({ session }: { session: LiveSession }) {
  const isActive = session.status === "active";
  const silentSince = isActive ? session.silent_since : null;
  const offline = isActive && !session.connected;
  const cause = isActive ? (session.watching?.unwatched_cause ?? null) : null;
  const share = isActive ? (session.watching?.watched_share ?? null) : null;
  const Icon = !isActive
    ? STATUS_ICONS[session.status]
    : silentSince !== null
      ? IconWifiOff
      : cause !== null
        ? IconEyeExclamation
        : offline
          ? IconPlugConnectedX
          : PRESENCE_ICONS[session.presence];
  return (
    <>
      <Icon size={18} aria-hidden className={classes.icon} />
      <span className={classes.lines}>
        <span>
          {!isActive ? (
            STATUS_WORDS[session.status]
          ) : silentSince !== null ? (
            <NotHeardFrom since={silentSince} />
          ) : cause !== null ? (
            unwatchedWords(cause)
          ) : offline ? (
            "No camera connected"
          ) : (
            PRESENCE_WORDS[session.presence]
          )}
        </span>
        {(offline || silentSince !== null) && session.last_frame_at !== null && (
          <span className={classes.small}>last seen {formatClock(session.last_frame_at)}</span>
        )}
        {isSmallFace(session) && <span className={classes.small}>{SMALL_FACE_WORDS}</span>}
        {share !== null && share < SHOWN_BELOW && (
          <span className={classes.small} data-testid="watched-share">
            watched {shareWords(share)}
          </span>
        )}
      </span>
    </>
  );
}

function NotHeardFrom({ since }: { since: string }) {
  return <>Not heard from for {formatSeconds(useSecondsSince(Date.parse(since), liveServerNowMillis))}</>;
}
