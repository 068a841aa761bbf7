import { backoffMillis } from "./backoff";
import { askWhy, type SocketRefusal } from "./socketRefusal";

/** The sign-in that opened the socket has ended; docs/protocol.md, close codes. */
const CLOSE_SIGNED_OUT = 1008;
const PAUSES = { firstMillis: 500, maxMillis: 10_000 };
/** A try that has neither opened nor failed by then is given up: a dead line answers nothing for minutes. */
const CONNECT_MILLIS = 8_000;
/** The server says something every 2 s: two of its signs of life are missing then. */
const SILENT_MILLIS = 4_000;
/** A bad line comes back after a hiccup and keeps what it holds; after this long it is more likely dead. */
const REPLACE_MILLIS = 8_000;
/** A doubted socket must bring the next sign of life within this. */
const DOUBT_MILLIS = 2_500;
/** How long an open socket may send nothing before it sends `signOfLife`, so that the server hears it every 2 s. */
const QUIET_MILLIS = 1_500;
/** A server that takes the socket and drops it must not be hammered. */
const STABLE_MILLIS = 5_000;
const WATCH_EVERY_MILLIS = 500;
/** A watchdog that was held up for so long has slept with the page: what came meanwhile is read before it judges. */
const SLEPT_MILLIS = 2_000;
/** A try is held back for so long at most: who holds the socket may be waiting for something that never comes. */
const HOLD_MILLIS = 10_000;
/** Asked when the server is full and does not say when to come back. */
const FULL_WAIT_MILLIS = 10_000;

export type SocketState =
  /** The first try. */
  | "connecting"
  /** Open, and heard from. */
  | "connected"
  /** Open, but nothing has been heard for a while: the line may be dead. It goes back to `connected` or is replaced. */
  | "silent"
  /** Lost. It tries again by itself. */
  | "reconnecting"
  /** The server is full. It tries again by itself when the server said. */
  | "no_room"
  /** The sign-in has ended. It waits for `reconnect()`. */
  | "signed_out"
  /** Ended by one of `endCodes` or `endRefusals`. It waits for `reconnect()`. */
  | "ended"
  /** `close()` was called. */
  | "closed";

export interface SocketStatus {
  readonly state: SocketState;
  /** Tries in a row that came to nothing. */
  readonly failures: number;
  /** When anything was heard last, in milliseconds since 1970 by a clock that does not jump; null before that. */
  readonly heardAtMillis: number | null;
  /** Of `signed_out` and `ended`: what the server closed with; null if it refused to open. */
  readonly closeCode: number | null;
}

export interface ReconnectingSocketEvents {
  /** Called at every change, and by the constructor already. */
  onStatus(status: SocketStatus): void;
  /** Text or ArrayBuffer, only ever of the newest socket. */
  onMessage(data: unknown): void;
}

export interface ReconnectingSocketOptions {
  /** Close codes after which it must not come back by itself. */
  readonly endCodes?: readonly number[];
  /** Codes of refusals (`session_closed`) after which it must not come back by itself. */
  readonly endRefusals?: readonly string[];
  /** Silence after which the state is `silent`. */
  readonly silentMillis?: number;
  /** Silence after which the socket is replaced. */
  readonly replaceMillis?: number;
  /** Sent when nothing else was sent for a while, so that the server can tell a quiet page from a dead line. */
  readonly signOfLife?: string;
  /** For tests. */
  readonly open?: (url: string) => WebSocket;
  readonly why?: (url: string, signal: AbortSignal) => Promise<SocketRefusal | undefined>;
  readonly random?: () => number;
}

/** A clock that does not jump when the computer's is set, and is the same in a page and its workers. */
export const steadyNowMillis = (): number => performance.timeOrigin + performance.now();

/** Where a socket of this page's server is, by path and query. */
export function socketUrl(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/**
 * A WebSocket that is there as long as there is a way: it connects until `close()`, with growing pauses, finds out why it was
 * refused, and doubts an open socket from which nothing is heard. The server must say something at least every 2 s.
 *
 * Of all sockets only the newest counts. Whatever belongs to an older one (its events, a late reason of its refusal) changes
 * nothing. Bounds: one socket, one question for a reason; nothing is queued.
 */
export class ReconnectingSocket {
  private socket: WebSocket | undefined;
  private isOpened = false;
  private state: SocketState = "connecting";
  private failures = 0;
  private heardAtMillis: number | null = null;
  /** Silence counts from here while open: the last message, or the opening. */
  private quietSinceMillis = 0;
  /** When an open socket is replaced if nothing is heard; undefined unless there is a reason to doubt it. */
  private doubtEndsMillis: number | undefined;
  private watchedAtMillis = 0;
  private sentAtMillis = 0;
  private isHeld = false;
  /** When a try was held back; undefined if none is. */
  private heldBackAtMillis: number | undefined;
  private asking: AbortController | undefined;
  private tryTimer: ReturnType<typeof setTimeout> | undefined;
  private stableTimer: ReturnType<typeof setTimeout> | undefined;
  private watchTimer: ReturnType<typeof setInterval> | undefined;
  private readonly random: () => number;

  constructor(
    private readonly url: string,
    private readonly events: ReconnectingSocketEvents,
    private readonly options: ReconnectingSocketOptions = {},
  ) {
    this.random = options.random ?? Math.random;
    globalThis.addEventListener("online", this.onOnline);
    globalThis.addEventListener("offline", this.onOffline);
    this.connect("connecting");
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** Bytes that were sent and have not left this machine. */
  get bufferedBytes(): number {
    return this.socket?.bufferedAmount ?? 0;
  }

  /** Sends if the socket is open; nothing is kept for later. Returns whether it was sent. */
  send(data: string | ArrayBuffer): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(data);
    this.sentAtMillis = steadyNowMillis();
    return true;
  }

  /** Takes a new socket at once, whatever the present one looks like. Starts again after `signed_out` and `ended`. */
  reconnect(): void {
    if (this.state === "closed") return;
    this.failures = 0;
    this.connect(this.heardAtMillis === null ? "connecting" : "reconnecting");
  }

  /** What comes makes no sense: the present socket counts as lost, and another one follows after a pause. */
  giveUp(): void {
    if (this.isOpened) this.lose("reconnecting");
  }

  /** Leaves what is open as it is, and opens nothing new until `letGo`; each try waits for that at most 10 s. */
  hold(): void {
    this.isHeld = true;
  }

  /** Opens at once what was held back. */
  letGo(): void {
    this.isHeld = false;
    if (this.heldBackAtMillis !== undefined && this.state !== "closed") this.reconnect();
  }

  /** Ends it for ever: no event comes after the one that says `closed`. */
  close(): void {
    if (this.state === "closed") return;
    this.drop();
    globalThis.removeEventListener("online", this.onOnline);
    globalThis.removeEventListener("offline", this.onOffline);
    this.say("closed");
  }

  private readonly onOnline = (): void => {
    // A try that was begun without a network may hang for long.
    if (!this.isOpened && (this.state === "reconnecting" || this.state === "connecting")) this.reconnect();
    else this.doubt();
  };

  private readonly onOffline = (): void => {
    this.doubt();
  };

  /** The network has changed: an open socket has to show that it lives. */
  private doubt(): void {
    if (this.isOpened) this.doubtEndsMillis ??= steadyNowMillis() + DOUBT_MILLIS;
  }

  private connect(state: "connecting" | "reconnecting" | "no_room"): void {
    this.drop();
    if (this.isHeld) {
      const now = steadyNowMillis();
      this.heldBackAtMillis ??= now;
      const leftMillis = this.heldBackAtMillis + HOLD_MILLIS - now;
      if (leftMillis > 0) {
        this.connectAfter(leftMillis, state);
        this.say(state);
        return;
      }
    }
    this.heldBackAtMillis = undefined;
    const socket = (this.options.open ?? openSocket)(this.url);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => {
      if (this.socket === socket) this.onOpen();
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (this.socket === socket) this.onMessage(event.data);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.onClose(event.code);
    };
    this.tryTimer = setTimeout(() => {
      this.lose("reconnecting");
    }, CONNECT_MILLIS);
    this.say(state);
  }

  private onOpen(): void {
    clearTimeout(this.tryTimer);
    this.isOpened = true;
    this.heard();
    this.stableTimer = setTimeout(() => {
      this.failures = 0;
    }, STABLE_MILLIS);
    this.watchedAtMillis = this.sentAtMillis = this.quietSinceMillis;
    this.watchTimer = setInterval(() => {
      this.watch();
    }, WATCH_EVERY_MILLIS);
    this.say("connected");
  }

  private onMessage(data: unknown): void {
    this.heard();
    if (this.state !== "connected") this.say("connected");
    this.events.onMessage(data);
  }

  private heard(): void {
    this.quietSinceMillis = this.heardAtMillis = steadyNowMillis();
    this.doubtEndsMillis = undefined;
  }

  private watch(): void {
    const now = steadyNowMillis();
    const sleptMillis = now - this.watchedAtMillis;
    this.watchedAtMillis = now;
    const quietMillis = now - this.quietSinceMillis;
    const { signOfLife } = this.options;
    if (signOfLife !== undefined && now - this.sentAtMillis >= QUIET_MILLIS) this.send(signOfLife);
    const replaceMillis = this.options.replaceMillis ?? REPLACE_MILLIS;
    if (sleptMillis > SLEPT_MILLIS && this.doubtEndsMillis === undefined) {
      this.doubtEndsMillis = now + DOUBT_MILLIS;
    } else if (now >= (this.doubtEndsMillis ?? this.quietSinceMillis + replaceMillis)) {
      this.lose("reconnecting");
    } else if (quietMillis >= (this.options.silentMillis ?? SILENT_MILLIS) && this.state === "connected") {
      this.say("silent");
    }
  }

  private onClose(code: number): void {
    if (this.isOpened && code === CLOSE_SIGNED_OUT) {
      this.rest("signed_out", code);
    } else if (this.options.endCodes?.includes(code) === true) {
      this.rest("ended", code);
    } else if (this.isOpened) {
      this.lose("reconnecting");
    } else {
      // Who was told that the server is full is told otherwise only once it is known.
      this.lose(this.state === "no_room" ? "no_room" : "reconnecting");
      void this.explain();
    }
  }

  /** The present socket is of no use: another one follows after a pause. */
  private lose(state: "reconnecting" | "no_room"): void {
    this.drop();
    this.connectAfter(backoffMillis(this.failures, PAUSES, this.random), "reconnecting");
    this.failures += 1;
    this.say(state);
  }

  /** Neither tries nor listens until `reconnect()`. */
  private rest(state: "signed_out" | "ended", closeCode: number | null): void {
    this.drop();
    this.say(state, closeCode);
  }

  /** Finds out why nothing was opened. The answer counts only as long as no newer try has begun. */
  private async explain(): Promise<void> {
    const asking = new AbortController();
    this.asking = asking;
    const refusal = await (this.options.why ?? askWhy)(this.url, asking.signal);
    if (asking.signal.aborted) return;
    if (refusal?.code === "unauthenticated") {
      this.rest("signed_out", null);
    } else if (refusal !== undefined && this.options.endRefusals?.includes(refusal.code) === true) {
      this.rest("ended", null);
    } else if (refusal?.code === "no_room") {
      // Spread over half as long again, so that a whole room does not come back at once.
      const waitMillis = (refusal.retryAfterMillis ?? FULL_WAIT_MILLIS) * (1 + 0.5 * this.random());
      this.connectAfter(waitMillis, "no_room");
      this.say("no_room");
    } else if (this.state === "no_room") {
      this.say("reconnecting");
    }
  }

  private connectAfter(millis: number, state: "connecting" | "reconnecting" | "no_room"): void {
    clearTimeout(this.tryTimer);
    this.tryTimer = setTimeout(() => {
      this.connect(state);
    }, millis);
  }

  /** Lets go of the present socket, and of everything that was to follow from it. */
  private drop(): void {
    clearTimeout(this.tryTimer);
    clearTimeout(this.stableTimer);
    clearInterval(this.watchTimer);
    this.asking?.abort();
    this.asking = undefined;
    this.doubtEndsMillis = undefined;
    this.isOpened = false;
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }

  private say(state: SocketState, closeCode: number | null = null): void {
    this.state = state;
    this.events.onStatus({ state, failures: this.failures, heardAtMillis: this.heardAtMillis, closeCode });
  }
}

const openSocket = (url: string): WebSocket => new WebSocket(url);
