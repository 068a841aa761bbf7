import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { ExamSession, SubmitReason } from "../api/types";
import { useAnswerStore } from "./answers/useAnswerStore";
import type { CameraState } from "./camera/useCamera";
import { finishExam, type FinishPhase } from "./finishExam";
import { Proctoring } from "./proctoring";
import type { ServerClock } from "./serverClock";

/** So much of the time in which the server still takes answers is used for them; the rest is left for submitting. */
const ANSWERS_OF_GRACE = 2 / 3;
/** This many failed connections in a row, and the page asks whether the session still runs. */
const FAILURES_BEFORE_CHECK = 3;

/** Everything that lives as long as the student sits the exam. */
export function useSitting(session: ExamSession, clock: ServerClock, camera: CameraState, onDone: () => void) {
  const sessionId = session.session_id;
  const answers = useAnswerStore(session);
  const [proctoring] = useState(() => new Proctoring(session));
  const [phase, setPhase] = useState<FinishPhase | null>(null);
  const [endsAtMillis, setEndsAtMillis] = useState(() => Date.parse(session.ends_at));
  const finishing = useRef(false);
  const client = useQueryClient();

  const finish = useCallback(
    async (reason: SubmitReason) => {
      if (finishing.current) return;
      finishing.current = true;
      await finishExam(
        reason,
        endsAtMillis + session.grace_ms * ANSWERS_OF_GRACE,
        {
          saveAnswers: async () => {
            if (reason === "time") answers.keepBothEverywhere();
            await answers.flush();
            const { pendingCount, failure } = answers.getSnapshot();
            return { left: answers.isClosed ? 0 : pendingCount, failure };
          },
          submit: (why) => server.submitExam(sessionId, why),
          sendClips: async () => {
            answers.close();
            await proctoring.finish();
            await proctoring.uploads.drained();
          },
          serverNow: () => clock.now(),
          wait: (millis) => new Promise((resolve) => setTimeout(resolve, millis)),
        },
        (next) => {
          setPhase(next);
          if (next.phase === "failed") finishing.current = false;
          if (next.phase === "done") {
            void client.invalidateQueries({ queryKey: keys.exams });
            void client.invalidateQueries({ queryKey: keys.sessions });
            onDone();
          }
        },
      );
    },
    [answers, proctoring, clock, sessionId, session.grace_ms, endsAtMillis, client, onDone],
  );

  /** Reads the session again: the clock after sleep, the end if it moved, and whether it still runs. */
  const check = useEffectEvent(async () => {
    if (finishing.current) return;
    try {
      const sentMillis = performance.now();
      const fresh = await server.getExamSession(sessionId);
      clock.sync(fresh.server_time, sentMillis, performance.now());
      setEndsAtMillis(Date.parse(fresh.ends_at));
      if (fresh.status === "submitted") await finish("time");
    } catch {
      // The connection's state is on the page already, and the next event asks again.
    }
  });

  useEffect(() => {
    proctoring.start();
    return () => {
      proctoring.dispose();
    };
  }, [proctoring]);

  useEffect(() => {
    if (camera.state === "on") proctoring.useCamera(camera.track);
    else proctoring.cameraLost();
  }, [camera, proctoring]);

  useEffect(() => {
    const onVisible = () => {
      if (document.visibilityState === "visible") void check();
    };
    const onOnline = () => {
      proctoring.reconnect();
      proctoring.uploads.retryNow();
      void answers.flush();
    };
    document.addEventListener("visibilitychange", onVisible);
    window.addEventListener("online", onOnline);
    let before = proctoring.getSnapshot();
    const unsubscribe = proctoring.subscribe(() => {
      const now = proctoring.getSnapshot();
      const closed = now.connection === "closed" && before.connection !== "closed";
      const failing = now.failures >= FAILURES_BEFORE_CHECK && now.failures !== before.failures;
      before = now;
      if (closed || failing) void check();
    });
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      window.removeEventListener("online", onOnline);
      unsubscribe();
    };
  }, [answers, proctoring]);

  useWarnBeforeLeaving(
    () =>
      phase?.phase !== "done" &&
      (answers.getSnapshot().unsavedCount > 0 || proctoring.uploads.getSnapshot().waiting > 0),
  );

  return { answers, proctoring, finish, phase, endsAtMillis };
}

/** Lets the browser ask before the window is closed while something would be lost. */
function useWarnBeforeLeaving(isNeeded: () => boolean): void {
  const needed = useEffectEvent(isNeeded);
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => {
      if (needed()) event.preventDefault();
    };
    window.addEventListener("beforeunload", onLeave);
    return () => {
      window.removeEventListener("beforeunload", onLeave);
    };
  }, []);
}
