import { useEffect } from "react";
import * as server from "../api/server";
import type { LiveSession } from "../api/types";
import { needsLook } from "./boardRows";

/** If it does not go through it stays as it was, and can be said again. */
function tell(sessionId: string, incidentCount: number): void {
  void server.lookAtSession(sessionId, incidentCount).catch(() => undefined);
}

/** Tells everybody who watches that what is shown of this session has been looked at. */
export function markSeen(session: LiveSession): void {
  if (needsLook(session)) tell(session.session_id, session.incident_count);
}

/**
 * Whoever has a session open looks at it: at what comes meanwhile, too, as long as the page is to be seen.
 *
 * @param unseen how many incidents the page shows; undefined if somebody has looked at all of them
 */
export function useLook(sessionId: string, unseen: number | undefined): void {
  useEffect(() => {
    if (unseen === undefined) return;
    const look = () => {
      if (document.visibilityState === "visible") tell(sessionId, unseen);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
    };
  }, [sessionId, unseen]);
}
