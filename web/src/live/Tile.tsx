import { IconAlertTriangle } from "@tabler/icons-react";
import { memo, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import type { Still } from "../api/tilesSocket";
import type { LiveSession } from "../api/types";
import { isBeforeStart } from "../ui/sittingStates";
import { formatClock } from "../ui/time";
import { behaviorWords } from "../ui/words";
import { HintMark } from "./HintMark";
import { PresenceWords } from "./PresenceWords";
import { RowActions } from "./RowActions";
import classes from "./Tiles.module.css";
import { HIGH_SCORE, isUnheard, needsLook } from "./boardRows";
import { isSameRow } from "./sameRow";
import { liveServerNowMillis } from "./liveStore";
import { stillStore } from "./stillStore";

const WIDTH = 320;
const HEIGHT = 240;
/** A picture comes every second; one that is older than this is not the present. */
const OLD_MILLIS = 5_000;

/** One student: the newest picture, and what is known. */
export const Tile = memo(
  function Tile({ session, current }: { session: LiveSession; current: boolean }) {
    const { open_incidents: open, student } = session;
    return (
      <div
        role="listitem"
        className={classes.tile}
        data-attention={needsLook(session)}
        data-open={open.length > 0}
        data-testid="tile"
        data-session={session.session_id}
        data-silent={session.silent_since !== null}
      >
        <Picture sessionId={session.session_id} name={student.display_name} none={noPictureWords(session)} />
        <div className={classes.words}>
          <Link
            to={`/sessions/${session.session_id}`}
            className={classes.name}
            data-board-link
            tabIndex={current ? 0 : -1}
          >
            {student.display_name}
          </Link>
          {!isBeforeStart(session.status) && (
            <span className={`numeric ${classes.score ?? ""}`} data-strong={session.cheat_score >= HIGH_SCORE}>
              <span className={classes.label}>Cheat score</span> {Math.round(session.cheat_score)}
            </span>
          )}
        </div>
        <div className={classes.presence}>
          {open[0] === undefined ? (
            <PresenceWords session={session} />
          ) : (
            <>
              <IconAlertTriangle size={16} aria-hidden className={classes.icon} />
              <span className={classes.incident}>{behaviorWords(open[0].behavior)}</span>
            </>
          )}
        </div>
        <HintMark hints={session.hints ?? []} />
        <div className={classes.actions}>
          <RowActions session={session} />
        </div>
      </div>
    );
  },
  (before, now) => before.current === now.current && isSameRow(before.session, now.session),
);

/** Why there is no picture. */
export function noPictureWords(session: LiveSession): string {
  if (isBeforeStart(session.status)) return "Not shown before the start";
  if (isUnheard(session)) return "Has left, or the line is down";
  return session.connected || session.last_frame_at === null ? "No picture yet" : "The camera is not connected";
}

/** Drawn past React, once a second: nothing of a picture stays but what the canvas shows. */
export function Picture({
  sessionId,
  name,
  none,
}: {
  sessionId: string;
  name: string;
  /** Said while there is no picture. */
  none: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawnAtMillis, setDrawnAtMillis] = useState<number | null>(null);
  const [isOld, setIsOld] = useState(false);
  const drawn = drawnAtMillis !== null;
  useEffect(() => {
    let gone = false;
    let newest = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const lost = () => {
      // One that is still being decoded comes too late.
      newest = 0;
      clearTimeout(timer);
      setIsOld(true);
    };
    const draw = ({ jpeg, takenAtMillis }: Still) => {
      newest = takenAtMillis;
      createImageBitmap(new Blob([jpeg], { type: "image/jpeg" })).then(
        (picture) => {
          // Decoded on another thread: a newer one may have overtaken it.
          if (!gone && takenAtMillis === newest) {
            canvas.current?.getContext("2d", { alpha: false })?.drawImage(picture, 0, 0, WIDTH, HEIGHT);
            // Also where no picture comes any more because the connection is away.
            clearTimeout(timer);
            const ageMillis = liveServerNowMillis() - takenAtMillis;
            const leftMillis = ageMillis > 0 ? OLD_MILLIS - ageMillis : OLD_MILLIS;
            setDrawnAtMillis(takenAtMillis);
            setIsOld(leftMillis <= 0);
            timer = setTimeout(() => {
              setIsOld(true);
            }, leftMillis);
          }
          picture.close();
        },
        () => undefined, // no picture after all; the next one comes in a second
      );
    };
    const hide = stillStore.show(sessionId, draw, lost);
    return () => {
      gone = true;
      clearTimeout(timer);
      hide();
    };
  }, [sessionId]);
  return (
    <div
      className={classes.frame}
      role="img"
      aria-label={drawn ? `Camera of ${name}${isOld ? ", an old picture" : ""}` : `No picture of ${name}. ${none}`}
      data-old={drawn && isOld}
      data-testid="picture"
      data-drawn={drawn}
    >
      <canvas ref={canvas} width={WIDTH} height={HEIGHT} className={classes.picture} />
      {drawn && isOld && <span className={classes.old}>From {formatClock(new Date(drawnAtMillis).toISOString())}</span>}
      {!drawn && <span className={classes.none}>{none}</span>}
    </div>
  );
}
