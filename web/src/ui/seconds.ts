import { useSyncExternalStore } from "react";
import { steadyNowMillis } from "../api/reconnectingSocket";

const TICK_MILLIS = 500;

const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

/** One timer for whatever on the page counts seconds, and none while nothing does. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    for (const each of listeners) each();
  }, TICK_MILLIS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** A number that time alone may change. */
export function useEachTick(read: () => number): number {
  return useSyncExternalStore(subscribe, read);
}

/** Whole seconds since then, which count on by themselves. The clock is the steady one, or whichever is given. */
export function useSecondsSince(sinceMillis: number, nowMillis: () => number = steadyNowMillis): number {
  return useEachTick(() => Math.max(0, Math.floor((nowMillis() - sinceMillis) / 1000)));
}
