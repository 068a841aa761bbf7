import {
  ReconnectingSocket,
  socketUrl,
  steadyNowMillis,
  type ReconnectingSocketOptions,
  type SocketState,
} from "../../api/reconnectingSocket";
import type { ServerClock } from "../serverClock";
import { parseEventMessage, PING, type SittingMessage } from "./eventMessages";
import { workerTicker, type Ticker } from "./ticker";

const PING_EVERY_MILLIS = 2_000;
/** Two answers to pings are missing then; with the next tick the page says so. */
const SILENT_MILLIS = 4_000;
/** A long answer on its way over a slow line keeps pings and their answers waiting: such a line is not dead. */
const REPLACE_MILLIS = 10_000;

export interface ChannelSnapshot {
  readonly state: SocketState;
  /** The newest that was told; null before the first. */
  readonly sitting: SittingMessage | null;
  /** Whether `sitting` was told over the connection that is there now: if not, it may be old. */
  readonly isCurrent: boolean;
  /** When the server was heard last, by the steady clock, if that is too long ago; null while it is heard. */
  readonly silentSinceMillis: number | null;
}

/**
 * What the server tells this page of its sitting, for as long as the page is open: apart from the camera's socket, and
 * whatever the camera does. Each state is whole, so nothing is lost with a connection.
 */
export class EventChannel {
  private socket: ReconnectingSocket | undefined;
  private stopTicks: (() => void) | undefined;
  private readonly listeners = new Set<() => void>();
  private snapshot: ChannelSnapshot = {
    state: "connecting",
    sitting: null,
    isCurrent: false,
    silentSinceMillis: null,
  };
  private heardAtMillis = 0;
  private pingedAtMillis = -Infinity;
  /** When the pings went out that are not answered yet, by the page's clock. */
  private pings: number[] = [];
  private clock: ServerClock | undefined;

  constructor(
    private readonly url: string,
    private readonly options: ReconnectingSocketOptions = {},
    private readonly ticker: Ticker = workerTicker,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): ChannelSnapshot => this.snapshot;

  /** Until then nothing is opened. May follow a `stop`. */
  start(): void {
    this.stop();
    this.heardAtMillis = steadyNowMillis();
    this.socket = new ReconnectingSocket(
      this.url,
      {
        onStatus: ({ state }) => {
          if (state === "connected") this.heard();
          if (state !== this.snapshot.state) {
            this.pings = [];
            this.pingedAtMillis = -Infinity;
            const isOpen = state === "connected" || state === "silent";
            this.publish({ state, isCurrent: isOpen && this.snapshot.isCurrent });
          }
        },
        onMessage: (data) => {
          this.receive(data);
        },
      },
      {
        endRefusals: ["not_found"],
        replaceMillis: REPLACE_MILLIS,
        ...this.options,
      },
    );
    this.stopTicks = this.ticker(() => {
      this.tick();
    });
  }

  stop(): void {
    this.stopTicks?.();
    this.stopTicks = undefined;
    this.socket?.close();
    this.socket = undefined;
  }

  /** Connects at once: after signing in, or when there is reason to think that the line is dead. */
  reconnect(): void {
    this.socket?.reconnect();
  }

  /** Keeps this clock right by the answers to pings from now on. */
  sync(clock: ServerClock): void {
    this.clock = clock;
  }

  /** The server was heard in another way. */
  heard(): void {
    this.heardAtMillis = steadyNowMillis();
    if (this.snapshot.silentSinceMillis !== null) this.publish({ silentSinceMillis: null });
  }

  private receive(data: unknown): void {
    this.heard();
    const message = parseEventMessage(data);
    if (message?.type === "sitting") this.publish({ sitting: message, isCurrent: true });
    const sentMillis = message?.type === "pong" ? this.pings.shift() : undefined;
    if (message !== undefined && sentMillis !== undefined) {
      this.clock?.sync(message.server_time, sentMillis, performance.now());
    }
  }

  private tick(): void {
    const now = steadyNowMillis();
    if (now - this.pingedAtMillis >= PING_EVERY_MILLIS && this.socket?.send(PING) === true) {
      this.pingedAtMillis = now;
      this.pings.push(performance.now());
    }
    if (now - this.heardAtMillis >= SILENT_MILLIS && this.snapshot.silentSinceMillis === null) {
      this.publish({ silentSinceMillis: this.heardAtMillis });
    }
  }

  private publish(change: Partial<ChannelSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of this.listeners) listener();
  }
}

/** Where the channel of a page is. */
export const eventChannelUrl = (sessionId: string, windowId: string): string =>
  socketUrl(`/events?session=${sessionId}&window=${windowId}`);
