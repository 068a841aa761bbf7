import { ReconnectingSocket, type ReconnectingSocketOptions } from "./reconnectingSocket";

/** One picture of a student, as the student's browser sent it. */
export interface Still {
  readonly sessionId: string;
  /** When it arrived at the server, by the server's clock. */
  readonly takenAtMillis: number;
  readonly jpeg: Uint8Array<ArrayBuffer>;
}

/** Session (16 bytes) and time (8 bytes); see docs/protocol.md. */
const HEADER_BYTES = 24;

/** The server takes no more sessions at once. */
export const MAX_TILES = 120;

/** Gets the stills of those sessions that are on the screen, until `close`. */
export class TilesSocket {
  private readonly socket: ReconnectingSocket;
  private watched: readonly string[] = [];

  /** @param onLost called whenever nothing more comes for a while: the socket is closed, or was refused */
  constructor(
    url: string,
    onStill: (still: Still) => void,
    onLost: () => void,
    options: ReconnectingSocketOptions = {},
  ) {
    this.socket = new ReconnectingSocket(
      url,
      {
        onStatus: ({ state }) => {
          // A new socket knows nothing of what was asked on the one before.
          if (state === "connected") this.ask();
          else if (state !== "silent" && state !== "closed") onLost();
        },
        onMessage: (data) => {
          const still = data instanceof ArrayBuffer ? parseStill(data) : undefined;
          if (still !== undefined) onStill(still);
        },
      },
      options,
    );
  }

  /** These sessions are on the screen now, and no others. */
  watch(sessionIds: readonly string[]): void {
    this.watched = sessionIds.slice(0, MAX_TILES);
    this.ask();
  }

  close(): void {
    this.socket.close();
  }

  private ask(): void {
    this.socket.send(JSON.stringify({ type: "watch", sessions: this.watched }));
  }
}

/** Undefined if it is none. */
export function parseStill(message: ArrayBuffer): Still | undefined {
  if (message.byteLength <= HEADER_BYTES) return undefined;
  const hex = Array.from(new Uint8Array(message, 0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return {
    sessionId: [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-"),
    takenAtMillis: Number(new DataView(message).getBigUint64(16)),
    jpeg: new Uint8Array(message, HEADER_BYTES),
  };
}
