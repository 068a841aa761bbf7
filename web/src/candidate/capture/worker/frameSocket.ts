import {
  CLOSE_OTHER_DEVICE,
  CLOSE_REPLACED,
  CLOSE_SUBMITTED,
  parseAnalyzeMessage,
  type AnalysisResult,
  type AnalyzeMessage,
  type CaptureRequest,
  type ChallengeRequest,
} from "../../../api/analyzeMessages";
import { ReconnectingSocket, type ReconnectingSocketOptions, type SocketStatus } from "../../../api/reconnectingSocket";
import { encodeFrame } from "../frameHeader";
import type { Connection, ConnectionState } from "../messages";

/** docs/protocol.md, signs of life: a camera that is off, or a server that asks for few frames, is no dead line. */
const SIGN_OF_LIFE = JSON.stringify({ type: "alive" });

export interface FrameSocketEvents {
  onConnection(connection: Connection): void;
  /** A new socket is open: nothing that was sent on an older one will be answered. */
  onOpen(): void;
  onResult(result: AnalysisResult): void;
  onCapture(request: CaptureRequest): void;
  onChallenge(request: ChallengeRequest): void;
}

/** The socket to the analyser. It ends when the server says that the exam is over, and rests while another window has it. */
export class FrameSocket {
  private readonly socket: ReconnectingSocket;
  private seq = 0;
  private isFresh = true;
  /** The last whole result of this socket. */
  private result: AnalysisResult | undefined;

  constructor(
    url: string,
    private readonly events: FrameSocketEvents,
    options: ReconnectingSocketOptions = {},
  ) {
    this.socket = new ReconnectingSocket(
      url,
      {
        onStatus: (status) => {
          this.onStatus(status);
        },
        onMessage: (data) => {
          const message = parseAnalyzeMessage(data);
          if (message !== undefined) this.onAnswer(message);
        },
      },
      {
        // Not by itself after `replaced`: two windows would take the exam from each other for ever.
        endCodes: [CLOSE_SUBMITTED, CLOSE_REPLACED, CLOSE_OTHER_DEVICE],
        endRefusals: ["session_closed"],
        signOfLife: SIGN_OF_LIFE,
        ...options,
      },
    );
  }

  get isOpen(): boolean {
    return this.socket.isOpen;
  }

  /** The number of the picture sent last. */
  get lastSeq(): number {
    return this.seq;
  }

  get bufferedBytes(): number {
    return this.socket.bufferedBytes;
  }

  /** Sends one picture; returns how many bytes went out. */
  send(captureTimeMillis: number, jpeg: ArrayBuffer): number {
    if (!this.isOpen) return 0;
    this.seq += 1;
    const message = encodeFrame(this.seq, captureTimeMillis, jpeg);
    return this.socket.send(message) ? message.byteLength : 0;
  }

  /** Says something beside pictures. */
  say(message: object): void {
    if (this.isOpen) this.socket.send(JSON.stringify(message));
  }

  /** Takes the camera's place back after `replaced`, or takes a new socket at once, whatever the present one looks like. */
  reconnect(): void {
    this.socket.reconnect();
  }

  /** Whether a new socket may be opened; while not, each try waits, but not without end. */
  mayConnect(may: boolean): void {
    if (may) this.socket.letGo();
    else this.socket.hold();
  }

  close(): void {
    this.socket.close();
  }

  private onAnswer(message: AnalyzeMessage): void {
    if (message.type === "capture") this.events.onCapture(message);
    if (message.type === "challenge") this.events.onChallenge(message);
    if (message.type === "result") this.result = message;
    else if (message.type !== "same" || this.result === undefined) return;
    this.events.onResult({ ...this.result, seq: message.seq });
  }

  private onStatus({ state, failures, heardAtMillis, closeCode }: SocketStatus): void {
    if (state === "ended" && closeCode !== CLOSE_REPLACED && closeCode !== CLOSE_OTHER_DEVICE) {
      this.socket.close(); // the exam is over, and stays it
      return;
    }
    if (state === "connected" && this.isFresh) {
      this.seq = 0;
      this.result = undefined;
      this.events.onOpen();
    }
    this.isFresh = state !== "connected" && state !== "silent";
    const said: ConnectionState = state === "ended" ? "replaced" : state;
    this.events.onConnection({ state: said, failures, heardAtMillis });
  }
}
