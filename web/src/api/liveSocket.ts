import {
  ReconnectingSocket,
  type ReconnectingSocketOptions,
  type SocketState,
  type SocketStatus,
} from "./reconnectingSocket";
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

export interface LiveSocketEvents {
  onMessage(message: LiveMessage): void;
  onLink(state: SocketState, heardAtMillis: number | null): void;
}

/**
 * Listens to the live socket until `close`. Takes a new one when a message was missed: every connection starts with a whole
 * snapshot.
 */
export class LiveSocket {
  private readonly socket: ReconnectingSocket;
  private lastSeq: number | undefined;

  constructor(
    url: string,
    private readonly events: LiveSocketEvents,
    options: ReconnectingSocketOptions = {},
  ) {
    this.socket = new ReconnectingSocket(
      url,
      {
        onStatus: (status) => {
          this.onStatus(status);
        },
        onMessage: (data) => {
          this.receive(data);
        },
      },
      options,
    );
  }

  /** Tries at once, such as after somebody has signed in again. */
  reconnect(): void {
    this.socket.reconnect();
  }

  close(): void {
    this.socket.close();
  }

  private onStatus({ state, heardAtMillis }: SocketStatus): void {
    // A socket that was silent for a while goes on where it was; any other one begins anew.
    if (state !== "connected" && state !== "silent") this.lastSeq = undefined;
    this.events.onLink(state, heardAtMillis);
  }

  private receive(data: unknown): void {
    const message = parse(data);
    if (message === undefined) return;
    const inOrder = message.type === "snapshot" || (this.lastSeq !== undefined && message.seq === this.lastSeq + 1);
    if (!inOrder) {
      this.socket.giveUp();
      return;
    }
    this.lastSeq = message.seq;
    this.events.onMessage(message);
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
