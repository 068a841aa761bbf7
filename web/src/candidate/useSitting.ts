import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { keys } from "../api/queries";
import type { ExamSession } from "../api/types";
import { useDrafts } from "../identity/drafts";
import type { Camera } from "./camera/useCamera";
import type { EventChannel } from "./events/eventChannel";
import type { ServerClock } from "./serverClock";
import { Sitting, type SittingEnd } from "./sitting";

/** The sitting for as long as its page is shown. */
export function useSitting({
  session,
  windowId,
  clock,
  camera,
  channel,
  onDone,
}: {
  session: ExamSession;
  windowId: string;
  clock: ServerClock;
  camera: Camera;
  channel: EventChannel;
  onDone: (end: SittingEnd) => void;
}) {
  const drafts = useDrafts();
  const [sitting] = useState(() => new Sitting(session, windowId, clock, channel, drafts));
  const client = useQueryClient();
  const isLeft = useRef(false);
  const startCamera = useEffectEvent(() => {
    camera.start();
  });
  const stopCamera = useEffectEvent(() => {
    camera.stop();
  });
  const done = useEffectEvent((end: SittingEnd) => {
    void client.invalidateQueries({ queryKey: keys.exams });
    void client.invalidateQueries({ queryKey: keys.sessions });
    onDone(end);
  });

  useEffect(() => {
    isLeft.current = false;
    sitting.start({
      startCamera: () => {
        startCamera();
      },
      stopCamera: () => {
        stopCamera();
      },
      onDone: (end) => {
        done(end);
      },
    });
    return () => {
      // Disposing is final, and while developing React leaves each page once at once to come back: that is not leaving.
      isLeft.current = true;
      queueMicrotask(() => {
        if (isLeft.current) sitting.dispose();
      });
    };
  }, [sitting]);

  const track = camera.camera.state === "on" ? camera.camera.track : undefined;
  const trouble = camera.camera.state === "trouble" ? camera.camera.trouble : undefined;
  useEffect(() => {
    sitting.useCamera(track, trouble);
  }, [sitting, track, trouble]);

  useWarnBeforeLeaving(() => sitting.hasUnsent);

  const ruling = useSyncExternalStore(sitting.rule.subscribe, sitting.rule.getSnapshot);
  const answers = useSyncExternalStore(sitting.answers.subscribe, sitting.answers.getSnapshot);
  const state = useSyncExternalStore(sitting.subscribe, sitting.getSnapshot);
  return { sitting, ruling, answers, ...state };
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
