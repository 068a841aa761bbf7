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
/** Asked when the server is full and does not say when to come back. */
const FULL_WAIT_MILLIS = 10_000;

export interface FrameSocketEvents {
  onState(state: ConnectionState, failures: number): void;
  onResult(result: AnalysisResult): void;
}

/** Why the server does not open the socket. */
export interface Refusal {
  readonly code: string;
  readonly retryAfterMillis: number;
}

/** A browser does not say why a socket was refused; the same address, asked plainly, does. Undefined when nothing answers. */
export async function askWhy(socketUrl: string): Promise<Refusal | undefined> {
  try {
    const answer = await fetch(socketUrl.replace(/^ws/, "http"), { headers: { Accept: "application/json" } });
    const { code } = (await answer.json()) as { code?: unknown };
    const seconds = Number(answer.headers.get("Retry-After") ?? "");
    return {
      code: typeof code === "string" ? code : "",
      retryAfterMillis: seconds > 0 ? seconds * 1000 : FULL_WAIT_MILLIS,
    };
  } catch {
    return undefined;
  }
}

/**
 * The socket to the analyser: connects, connects again with growing pauses, and ends when the server says that the exam is
 * over. A pause starts over only after a result: a server that takes the socket and drops it must not be hammered.
 */
export class FrameSocket {
  private socket: WebSocket | undefined;
  private failures = 0;
  private seq = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private ended = false;

  constructor(
    private readonly url: string,
    private readonly events: FrameSocketEvents,
    private readonly open: (url: string) => WebSocket = (address) => new WebSocket(address),
    private readonly why: (url: string) => Promise<Refusal | undefined> = askWhy,
    private readonly random: () => number = Math.random,
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
    const socket = this.open(this.url);
    let opened = false;
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => {
      opened = true;
      this.seq = 0;
      this.events.onState("connected", 0);
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      const message = parseAnalyzeMessage(event.data);
      if (message?.type !== "result") return;
      this.failures = 0;
      this.events.onResult(message);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.onClose(event.code, opened);
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

  private onClose(code: number, opened: boolean): void {
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
    this.connectAfter(backoffMillis(this.failures, BACKOFF, this.random));
    this.failures += 1;
    this.events.onState("reconnecting", this.failures);
    if (!opened) void this.explain(this.failures);
  }

  /** A full server is told apart from a lost line, and is asked again when it said, spread over half as long again. */
  private async explain(failure: number): Promise<void> {
    const refusal = await this.why(this.url);
    if (refusal?.code !== "no_room" || this.ended || this.isOpen || this.failures !== failure) return;
    this.connectAfter(refusal.retryAfterMillis * (1 + 0.5 * this.random()));
    this.events.onState("no_room", this.failures);
  }

  private connectAfter(millis: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.connect();
    }, millis);
  }
}
