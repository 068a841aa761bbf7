import { LiveSocket, type LiveMessage } from "../api/liveSocket";
import { socketUrl, steadyNowMillis, type SocketState } from "../api/reconnectingSocket";
import type { LiveSession } from "../api/types";

export interface LiveSnapshot {
  readonly link: SocketState;
  /** When the server was heard last before the link changed, by the steady clock; null if never. */
  readonly heardAtMillis: number | null;
  /** Whether a snapshot has come since the page was opened. */
  readonly loaded: boolean;
  /** By session id. A row that did not change is the same object as before. */
  readonly sessions: ReadonlyMap<string, LiveSession>;
  /** RFC 3339, of the last message. */
  readonly serverTime: string | null;
}

/** Everyone who sits an exam now. Views read it; only the live socket writes it. */
export class LiveStore {
  private snapshot: LiveSnapshot = {
    link: "connecting",
    heardAtMillis: null,
    loaded: false,
    sessions: new Map(),
    serverTime: null,
  };
  /** What the server's clock is ahead of ours; of all messages of a connection the one that travelled fastest says. */
  private aheadMillis = -Infinity;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): LiveSnapshot => this.snapshot;

  /** The server's time now; while nothing is heard of it, the time up to which something is known. */
  readonly serverNowMillis = (): number => {
    const { link, serverTime } = this.snapshot;
    return link === "connected" ? steadyNowMillis() + this.aheadMillis : Date.parse(serverTime ?? "");
  };

  apply(message: LiveMessage): void {
    const sessions = message.type === "snapshot" ? new Map<string, LiveSession>() : new Map(this.snapshot.sessions);
    for (const session of message.sessions) sessions.set(session.session_id, session);
    if (message.type === "delta") for (const id of message.removed) sessions.delete(id);
    const ahead = Date.parse(message.server_time) - steadyNowMillis();
    this.aheadMillis = message.type === "snapshot" ? ahead : Math.max(ahead, this.aheadMillis);
    this.publish({ sessions, loaded: true, serverTime: message.server_time });
  }

  setLink(link: SocketState, heardAtMillis: number | null): void {
    // A socket that has heard nothing yet does not make the rows any younger.
    this.publish({ link, heardAtMillis: heardAtMillis ?? this.snapshot.heardAtMillis });
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
    socket = new LiveSocket(socketUrl("/live"), {
      onMessage: (message) => {
        store.apply(message);
      },
      onLink: (link, heardAtMillis) => {
        store.setLink(link, heardAtMillis);
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

/** Tries to reach the server at once. */
export function reconnectLive(): void {
  socket?.reconnect();
}

export const getLiveSnapshot = store.getSnapshot;

export const liveServerNowMillis = store.serverNowMillis;
