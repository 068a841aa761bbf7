import {
  CLOSE_REPLACED,
  CLOSE_SUBMITTED,
  parseAnalyzeMessage,
  type AnalysisResult,
} from "../../../api/analyzeMessages";
import { backoffMillis } from "../../../api/backoff";
import { encodeFrame } from "../frameHeader";
import type { ConnectionState } from "../messages";

const BACKOFF = { firstMillis: 500, maxMillis: 10_000 };

export interface FrameSocketEvents {
  onState(state: ConnectionState, failures: number): void;
  onResult(result: AnalysisResult): void;
}

/** The socket to the analyser: connects, connects again with growing pauses, and ends when the server says that the exam is over. */
export class FrameSocket {
  private socket: WebSocket | undefined;
  private failures = 0;
  private seq = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private ended = false;

  constructor(
    private readonly url: string,
    private readonly events: FrameSocketEvents,
  ) {}

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** The number of the picture sent last. */
  get lastSeq(): number {
    return this.seq;
  }

  get bufferedBytes(): number {
    return this.socket?.bufferedAmount ?? 0;
  }

  connect(): void {
    if (this.ended) return;
    clearTimeout(this.timer);
    this.events.onState(this.failures === 0 ? "connecting" : "reconnecting", this.failures);
    const socket = new WebSocket(this.url);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => {
      this.failures = 0;
      this.seq = 0;
      this.events.onState("connected", 0);
    };
    socket.onmessage = (event) => {
      const message = parseAnalyzeMessage(event.data);
      if (message?.type === "result") this.events.onResult(message);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.onClose(event.code);
    };
  }

  /** Sends one picture; returns how many bytes went out. */
  send(captureTimeMillis: number, jpeg: ArrayBuffer): number {
    if (this.socket?.readyState !== WebSocket.OPEN) return 0;
    this.seq += 1;
    const message = encodeFrame(this.seq, captureTimeMillis, jpeg);
    this.socket.send(message);
    return message.byteLength;
  }

  /** Takes the exam back from another window, or tries at once instead of waiting. */
  reconnect(): void {
    if (this.ended || this.isOpen) return;
    this.failures = 0;
    this.connect();
  }

  close(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.socket?.close(1000);
    this.events.onState("closed", this.failures);
  }

  private onClose(code: number): void {
    if (this.ended) return;
    if (code === CLOSE_SUBMITTED) {
      this.ended = true;
      this.events.onState("closed", 0);
      return;
    }
    if (code === CLOSE_REPLACED) {
      // Not by itself: two windows would take the exam from each other for ever.
      this.events.onState("replaced", this.failures);
      return;
    }
    this.timer = setTimeout(
      () => {
        this.connect();
      },
      backoffMillis(this.failures, BACKOFF),
    );
    this.failures += 1;
    this.events.onState("reconnecting", this.failures);
  }
}
