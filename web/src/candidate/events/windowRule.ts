import { backoffMillis } from "../../api/backoff";
import { toProblem } from "../../api/problem";
import type { ExamSession, MoveReason } from "../../api/types";
import type { OnDevice, SittingMessage } from "./eventMessages";

const BACKOFF = { firstMillis: 500, maxMillis: 8_000 };

export type RuleState =
  /** The page has just opened the questions and asks to rule, until it does. Nothing is locked meanwhile. */
  | "entering"
  | "ours"
  /** The student went on in another window, or on another device. */
  | "other"
  /** The exam goes on on another device, and the student is asked whether to go on here. */
  | "asked"
  /** The student wants to go on here; the server is asked. */
  | "returning";

export interface RuleSnapshot {
  readonly state: RuleState;
  /** Why the student could not go on here. */
  readonly failure: string | null;
  /** On which other device the exam goes on; null where it is a window of this one, or not known yet. */
  readonly device: OnDevice | null;
}

export interface RuleEvents {
  /** This window rules now; the session is as the server had it then. */
  onClaimed(session: ExamSession): void;
  /** Another window or device rules now. */
  onLost(): void;
}

/**
 * Whether the student goes on in this window or in another one. Of the windows of one device the one that asked last rules; another device
 * is asked why the exam shall move there.
 */
export class WindowRule {
  private readonly listeners = new Set<() => void>();
  private snapshot: RuleSnapshot = { state: "entering", failure: null, device: null };
  private latest: SittingMessage | undefined;
  /** When this window came to rule, by the server's clock. */
  private claimedAtMillis = -Infinity;
  /** When the page was entered; which window the student opened last shows by this while it has not been told yes. */
  private enteredAtMillis = Infinity;
  /** Since when the window rules to which this one has lost. */
  private lostToMillis = Infinity;
  private isAsking = false;
  private run = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly windowId: string,
    private readonly claim: (move: MoveReason | null) => Promise<ExamSession>,
    private readonly events: RuleEvents,
    /** Milliseconds since 1970 by the server's clock. */
    private readonly serverNow: () => number,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): RuleSnapshot => this.snapshot;

  /** Whether nothing may be changed in this window. */
  get isLocked(): boolean {
    return !["entering", "ours"].includes(this.snapshot.state);
  }

  /** Asks to rule, again and again until it is told yes or the student goes on in another window. */
  enter(): void {
    this.enteredAtMillis = this.serverNow();
    this.publish({ state: "entering", failure: null });
    void this.ask(++this.run, null, 0);
  }

  /** The student wants to go on here; is asked why, where that is another device. */
  goOn(): void {
    if (this.snapshot.state !== "other") return;
    if (this.snapshot.device === null) this.goOnWith(null);
    else this.publish({ state: "asked", failure: null });
  }

  /** The student has said why the exam shall move to this device. */
  move(reason: MoveReason): void {
    if (this.snapshot.state === "asked") this.goOnWith(reason);
  }

  /** The exam stays on the other device. */
  stay(): void {
    if (this.snapshot.state === "asked") this.publish({ state: "other", failure: null });
  }

  /** The server has refused something because the exam goes on on another device. */
  onOtherDevice(): void {
    if (this.isLocked) return;
    this.stopAsking();
    this.publish({ state: "asked", failure: null });
    this.events.onLost();
  }

  private goOnWith(move: MoveReason | null): void {
    this.publish({ state: "returning", failure: null });
    void this.ask(++this.run, move);
  }

  onSitting(sitting: SittingMessage): void {
    this.latest = sitting;
    if (this.isLocked && this.snapshot.state !== "returning") this.publish({});
    const { window_id, window_since } = sitting;
    if (window_id === null) return;
    const { state } = this.snapshot;
    const sinceMillis = window_since === null ? Infinity : Date.parse(window_since);
    if (window_id === this.windowId) {
      // A question that counted as failed did reach the server, and no other window has asked since.
      if (state === "other" && window_since !== null && sinceMillis > this.lostToMillis) this.goOnWith(null);
    } else if (state === "ours") {
      // What ruled before this window asked is a message that was on its way meanwhile.
      if (sinceMillis > this.claimedAtMillis) this.lose(sinceMillis);
    } else if (state === "entering") {
      // Asking on would take the rule back from where the student is now. A question that is on its way is waited for.
      if (!this.isAsking && window_since !== null && sinceMillis > this.enteredAtMillis) this.lose(sinceMillis);
    } else if (state === "other" || state === "asked") {
      this.lostToMillis = sinceMillis;
    }
  }

  private stopAsking(): void {
    this.run += 1;
    clearTimeout(this.timer);
  }

  private lose(toMillis: number): void {
    this.stopAsking();
    this.lostToMillis = toMillis;
    this.publish({ state: "other", failure: null });
    this.events.onLost();
  }

  /** Asks no more. */
  dispose(): void {
    this.stopAsking();
  }

  /** @param attempt how often it failed already; undefined to try once */
  private async ask(run: number, move: MoveReason | null, attempt?: number): Promise<void> {
    this.isAsking = true;
    try {
      const session = await this.claim(move);
      if (run !== this.run) return;
      this.isAsking = false;
      this.claimedAtMillis = Date.parse(session.server_time);
      this.publish({ state: "ours", failure: null });
      this.events.onClaimed(session);
      if (this.latest !== undefined) this.onSitting(this.latest);
    } catch (error) {
      if (run !== this.run) return;
      this.isAsking = false;
      const problem = toProblem(error);
      if (problem.code === "other_device") {
        const wasLocked = this.isLocked;
        this.publish({ state: "asked", failure: null });
        if (!wasLocked) this.events.onLost();
      } else if (attempt === undefined) {
        this.publish({ state: "other", failure: problem.message });
      } else if (problem.isTransient || problem.status === 401) {
        this.timer = setTimeout(
          () => {
            void this.ask(run, move, attempt + 1);
          },
          backoffMillis(attempt, BACKOFF),
        );
        if (this.latest !== undefined) this.onSitting(this.latest);
      } else {
        // A server that knows no such thing as a ruling window: then every window goes on as before.
        this.publish({ state: "ours", failure: null });
      }
    }
  }

  private publish(change: Partial<RuleSnapshot>): void {
    const device = this.latest?.device ?? null;
    this.snapshot = { ...this.snapshot, ...change, device: device?.own === false ? device : null };
    for (const listener of this.listeners) listener();
  }
}
