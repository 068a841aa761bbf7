import { backoffMillis } from "./backoff";
import type { LiveSession } from "./types";

/** Messages of the live socket; see docs/protocol.md. */
export type LiveMessage =
  | {
      readonly type: "snapshot";
      readonly seq: number;
      readonly server_time: string;
      readonly sessions: readonly LiveSession[];
    }
  | {
      readonly type: "delta";
      readonly seq: number;
      readonly server_time: string;
      readonly sessions: readonly LiveSession[];
      readonly removed: readonly string[];
    };

export type LiveConnection = "connecting" | "connected" | "reconnecting";

export interface LiveSocketEvents {
  onMessage(message: LiveMessage): void;
  onConnection(connection: LiveConnection): void;
}

const BACKOFF = { firstMillis: 500, maxMillis: 10_000 };
/** The server sends at least a delta every few seconds while anybody sits an exam; a dead link may say nothing for minutes. */
const STABLE_MILLIS = 5_000;

/**
 * Listens to the live socket until `close`. Connects again with growing pauses, and at once when a message was missed: every
 * connection starts with a whole snapshot.
 */
export class LiveSocket {
  private socket: WebSocket | undefined;
  private lastSeq: number | undefined;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stableTimer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly events: LiveSocketEvents,
    private readonly open: (url: string) => WebSocket = (address) => new WebSocket(address),
  ) {
    this.connect("connecting");
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.stableTimer);
    this.socket?.close();
  }

  private connect(state: LiveConnection): void {
    this.events.onConnection(state);
    this.lastSeq = undefined;
    const socket = this.open(this.url);
    this.socket = socket;
    socket.onopen = () => {
      this.events.onConnection("connected");
      // A server that accepts and closes at once must not be hammered.
      this.stableTimer = setTimeout(() => {
        this.failures = 0;
      }, STABLE_MILLIS);
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (this.socket === socket) this.receive(event.data);
    };
    socket.onclose = () => {
      if (this.socket === socket) this.reconnect();
    };
  }

  private receive(data: unknown): void {
    const message = parse(data);
    if (message === undefined) return;
    const inOrder = message.type === "snapshot" || (this.lastSeq !== undefined && message.seq === this.lastSeq + 1);
    if (!inOrder) {
      const lost = this.socket;
      this.socket = undefined;
      lost?.close();
      this.reconnect();
      return;
    }
    this.lastSeq = message.seq;
    this.events.onMessage(message);
  }

  private reconnect(): void {
    if (this.closed) return;
    clearTimeout(this.stableTimer);
    this.events.onConnection("reconnecting");
    this.timer = setTimeout(
      () => {
        this.connect("reconnecting");
      },
      backoffMillis(this.failures, BACKOFF),
    );
    this.failures += 1;
  }
}

function parse(data: unknown): LiveMessage | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const message = JSON.parse(data) as LiveMessage;
    return (message.type as string) === "snapshot" || (message.type as string) === "delta" ? message : undefined;
  } catch {
    return undefined;
  }
}
