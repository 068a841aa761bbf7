import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import * as server from "../api/server";
import type { Admission, ExamSession, SessionStatus } from "../api/types";
import { LoadFailed } from "../ui/StatusPages";
import { isBeforeStart } from "../ui/sittingStates";
import { AdmissionCard } from "./AdmissionCard";
import { CameraStartCard } from "./CameraStartCard";
import type { Camera } from "./camera/useCamera";
import { ServerClock } from "./serverClock";
import { SittingStateCard, waitingState } from "./SittingStateCard";

/** Between looks at the session, should the event channel be silent. */
const LOOK_MILLIS = 15_000;

/** Before the student's time has started: to wait, or to ask to be let in. Reads the session again as soon as it moves on. */
export function WaitingStep({
  session,
  status,
  admission,
  camera,
  onMoved,
}: {
  session: ExamSession;
  /** As the page knows it last. */
  status: SessionStatus;
  admission: Admission | null;
  camera: Camera;
  onMoved: (session: ExamSession, clock: ServerClock) => void;
}) {
  const sessionId = session.session_id;
  const look = useQuery({
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
  const read = look.data;
  useEffect(() => {
    if (read !== undefined && !isBeforeStart(read.fresh.status)) moved(read.fresh, read.clock);
  }, [read]);

  if (look.isError && read === undefined) {
    return <LoadFailed error={look.error} onRetry={() => void look.refetch()} />;
  }
  const state = session.admission === null ? "waiting" : waitingState(admission ?? { asked_at: null });
  const beginsWithCamera = session.admission === null && session.camera_required;
  return (
    <Stack gap="md">
      <SittingStateCard
        state={state}
        next={beginsWithCamera ? "It begins by itself as soon as your camera is seen. Keep this page open." : undefined}
      />
      {beginsWithCamera && <CameraStartCard session={session} camera={camera} />}
      {session.admission !== null && (
        <AdmissionCard session={session} terms={session.admission} admission={admission} camera={camera} />
      )}
    </Stack>
  );
}
