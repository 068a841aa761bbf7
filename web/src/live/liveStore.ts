import { LiveSocket, type LiveConnection, type LiveMessage } from "../api/liveSocket";
import type { LiveSession } from "../api/types";

export interface LiveSnapshot {
  readonly connection: LiveConnection;
  /** Whether a snapshot has come since the page was opened. */
  readonly loaded: boolean;
  /** By session id. A row that did not change is the same object as before. */
  readonly sessions: ReadonlyMap<string, LiveSession>;
  /** RFC 3339, of the last message. */
  readonly serverTime: string | null;
}

/** Everyone who sits an exam now. Views read it; only the live socket writes it. */
export class LiveStore {
  private snapshot: LiveSnapshot = { connection: "connecting", loaded: false, sessions: new Map(), serverTime: null };
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): LiveSnapshot => this.snapshot;

  apply(message: LiveMessage): void {
    const sessions = message.type === "snapshot" ? new Map<string, LiveSession>() : new Map(this.snapshot.sessions);
    for (const session of message.sessions) sessions.set(session.session_id, session);
    if (message.type === "delta") for (const id of message.removed) sessions.delete(id);
    this.publish({ sessions, loaded: true, serverTime: message.server_time });
  }

  setConnection(connection: LiveConnection): void {
    this.publish({ connection });
  }

  private publish(change: Partial<LiveSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of this.listeners) listener();
  }
}

/** One store and one socket for all views, alive while any view looks. */
const store = new LiveStore();
let viewers = 0;
let socket: LiveSocket | undefined;

export function subscribeLive(listener: () => void): () => void {
  viewers += 1;
  if (viewers === 1) {
    const url = new URL("/live", location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    socket = new LiveSocket(url.href, {
      onMessage: (message) => {
        store.apply(message);
      },
      onConnection: (connection) => {
        store.setConnection(connection);
      },
    });
  }
  const unsubscribe = store.subscribe(listener);
  return () => {
    unsubscribe();
    viewers -= 1;
    if (viewers === 0) {
      socket?.close();
      socket = undefined;
    }
  };
}

export const getLiveSnapshot = store.getSnapshot;
