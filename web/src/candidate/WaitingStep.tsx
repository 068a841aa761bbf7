import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import * as server from "../api/server";
import type { ExamSession, SessionStatus } from "../api/types";
import { LoadFailed } from "../ui/StatusPages";
import { isBeforeStart } from "../ui/sittingStates";
import { ServerClock } from "./serverClock";
import { SittingStateCard } from "./SittingStateCard";

/** Between looks at the session, should the event channel be silent. */
const LOOK_MILLIS = 15_000;

/** Before the student's time has started: nothing to do here but to wait. Reads the session again as soon as it moves on. */
export function WaitingStep({
  sessionId,
  status,
  onMoved,
}: {
  sessionId: string;
  /** As the page knows it last. */
  status: SessionStatus;
  onMoved: (session: ExamSession, clock: ServerClock) => void;
}) {
  const session = useQuery({
    // With the status: what the channel tells is worth a look at once.
    queryKey: ["exam-session", sessionId, status],
    queryFn: async () => {
      const clock = new ServerClock();
      const sentMillis = performance.now();
      const fresh = await server.getExamSession(sessionId);
      clock.sync(fresh.server_time, sentMillis, performance.now());
      return { fresh, clock };
    },
    refetchInterval: LOOK_MILLIS,
  });
  const moved = useEffectEvent(onMoved);
  const read = session.data;
  useEffect(() => {
    if (read !== undefined && !isBeforeStart(read.fresh.status)) moved(read.fresh, read.clock);
  }, [read]);

  if (session.isError && read === undefined) {
    return <LoadFailed error={session.error} onRetry={() => void session.refetch()} />;
  }
  return <SittingStateCard state="waiting" />;
}
