import { IconAlertTriangle } from "@tabler/icons-react";
import { memo } from "react";
import { Link } from "react-router";
import type { LiveSession } from "../api/types";
import { isBeforeStart } from "../ui/sittingStates";
import { behaviorWords } from "../ui/words";
import classes from "./Leaderboard.module.css";
import { HintMark } from "./HintMark";
import { PresenceWords } from "./PresenceWords";
import { RowActions } from "./RowActions";
import { HIGH_SCORE, isHeard, isSmallFace, isUnwatched, needsLook } from "./boardRows";
import { isSameRow } from "./sameRow";

/** More open incidents than these are only counted. */
const SHOWN_INCIDENTS = 2;

interface Props {
  readonly session: LiveSession;
  readonly rank: number;
  /** Whether the keyboard is here. */
  readonly current: boolean;
  readonly showExam: boolean;
  readonly topPx: number;
  readonly heightPx: number;
}

/**
 * One student. Drawn again only when something that is shown has changed or the row moved, and of plain elements: on a board of hundreds
 * each row changes twice a second.
 */
export const LeaderboardRow = memo(
  function LeaderboardRow({ session, rank, current, showExam, topPx, heightPx }: Props) {
    const open = session.open_incidents;
    // Nothing counts before the start, and nobody who waits is watched.
    const cheatScore = isBeforeStart(session.status) ? null : session.cheat_score;
    const focusScore = isHeard(session) && !isUnwatched(session) && cheatScore !== null ? session.focus_score : null;
    return (
      <div
        role="row"
        aria-rowindex={rank + 1}
        className={classes.row}
        data-attention={needsLook(session)}
        data-open={open.length > 0}
        data-testid="live-row"
        data-session={session.session_id}
        data-silent={session.silent_since !== null}
        style={{ transform: `translateY(${topPx}px)`, height: heightPx }}
      >
        <div role="cell" className={classes.student}>
          <Link
            to={`/sessions/${session.session_id}`}
            className={classes.name}
            data-board-link
            tabIndex={current ? 0 : -1}
          >
            {session.student.display_name}
          </Link>
          <span className={classes.under}>
            {session.student.username}
            {showExam && ` · ${session.exam_title}`}
          </span>
        </div>
        <Score
          label="Cheat score"
          value={cheatScore}
          testId="cheat-score"
          strong={cheatScore !== null && cheatScore >= HIGH_SCORE}
        />
        <Score
          label="Focus score"
          value={focusScore}
          instead={isSmallFace(session) ? "small" : undefined}
          testId="focus-score"
          strong={focusScore !== null && focusScore < 50}
        />
        <div
          role="cell"
          className={classes.presence}
          data-testid="presence"
          data-status={session.status}
          data-presence={
            session.silent_since !== null ? "silent" : isUnwatched(session) ? "unwatched" : session.presence
          }
        >
          <PresenceWords session={session} />
        </div>
        <div role="cell" className={classes.incidents} data-testid="open-incidents">
          {open.slice(0, SHOWN_INCIDENTS).map((incident) => (
            <span key={incident.id} className={classes.incident} title={behaviorWords(incident.behavior)}>
              <IconAlertTriangle size={14} aria-hidden />
              <span>{behaviorWords(incident.behavior)}</span>
            </span>
          ))}
          {open.length > SHOWN_INCIDENTS && <span className={classes.small}>+{open.length - SHOWN_INCIDENTS}</span>}
          {open.length === 0 && <span className={classes.none}>none</span>}
          <HintMark hints={session.hints ?? []} />
        </div>
        <div role="cell" className={classes.sofar}>
          <span className="numeric">
            {session.incident_count} {session.incident_count === 1 ? "incident" : "incidents"}
          </span>
          <span className={`numeric ${classes.small ?? ""}`}>
            {session.clip_count} {session.clip_count === 1 ? "clip" : "clips"}
          </span>
        </div>
        <div role="cell" className={classes.actions}>
          <RowActions session={session} />
        </div>
      </div>
    );
  },
  (before, now) =>
    before.rank === now.rank &&
    before.current === now.current &&
    before.showExam === now.showExam &&
    before.topPx === now.topPx &&
    before.heightPx === now.heightPx &&
    isSameRow(before.session, now.session),
);

function Score({
  label,
  value,
  instead,
  testId,
  strong,
}: {
  label: string;
  value: number | null;
  /** Said in place of a number that would say more than is known. */
  instead?: string | undefined;
  testId: string;
  strong: boolean;
}) {
  return (
    <div role="cell" className={classes.score} data-testid={testId}>
      <span className={classes.cellLabel} aria-hidden>
        {label}
      </span>
      <span className={`numeric ${classes.number ?? ""}`} data-strong={strong}>
        {instead ?? (value === null ? "–" : Math.round(value))}
      </span>
      <span className={classes.track} aria-hidden>
        <span
          className={classes.fill}
          data-strong={strong}
          style={{ transform: `scaleX(${instead === undefined ? (value ?? 0) / 100 : 0})` }}
        />
      </span>
    </div>
  );
}
