import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keys } from "../api/queries";
import type { LiveSession } from "../api/types";
import { getLiveSnapshot, subscribeLive } from "../live/liveStore";

/** The plot is read again at most this often while its session runs. */
const SCORES_EVERY_MILLIS = 2000;

/**
 * Follows one session on the live socket: its present row, and everything stored about it read again as soon as the server tells
 * that it changed.
 */
export function useLiveSession(sessionId: string, enabled: boolean): LiveSession | undefined {
  const client = useQueryClient();
  const [live, setLive] = useState<LiveSession>();

  useEffect(() => {
    if (!enabled) return;
    let before: LiveSession | undefined;
    let scoresAtMillis = 0;
    const onChange = () => {
      const now = getLiveSnapshot().sessions.get(sessionId);
      if (now === before) return;
      setLive(now);
      if (now !== undefined && storedPartChanged(before, now)) {
        void client.invalidateQueries({ queryKey: keys.session(sessionId), exact: true });
      }
      before = now;
      const nowMillis = performance.now();
      if (nowMillis - scoresAtMillis >= SCORES_EVERY_MILLIS) {
        scoresAtMillis = nowMillis;
        void client.invalidateQueries({ queryKey: keys.scores(sessionId) });
      }
    };
    const unsubscribe = subscribeLive(onChange);
    onChange();
    return unsubscribe;
  }, [client, sessionId, enabled]);

  return live;
}

/** Whether what is stored of a session is more than before: an incident that becomes `away` keeps its id. */
export function storedPartChanged(before: LiveSession | undefined, now: LiveSession): boolean {
  const incidents = (row: LiveSession) => row.open_incidents.map(({ id, behavior }) => `${id} ${behavior}`).join();
  return (
    before?.clip_count !== now.clip_count ||
    before.incident_count !== now.incident_count ||
    before.status !== now.status ||
    incidents(before) !== incidents(now)
  );
}
