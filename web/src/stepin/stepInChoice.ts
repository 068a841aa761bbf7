/** Which student of the board somebody wants to step in for: rows are many, and the dialog is one. */
import type { LiveSession } from "../api/types";

let chosen: LiveSession | null = null;
const listeners = new Set<() => void>();

function choose(session: LiveSession | null): void {
  chosen = session;
  for (const listener of listeners) listener();
}

export const openStepIn = (session: LiveSession): void => {
  choose(session);
};
export const closeStepIn = (): void => {
  choose(null);
};
export const subscribeStepIn = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const getStepIn = (): LiveSession | null => chosen;
