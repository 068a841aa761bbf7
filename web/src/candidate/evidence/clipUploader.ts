import { backoffMillis } from "../../api/backoff";
import { toProblem } from "../../api/problem";
import type { RecordedClip } from "../capture/messages";
import type { ClipBackup } from "./clipBackup";

const BACKOFF = { firstMillis: 1000, maxMillis: 30_000 };
/** Clips are held in memory until the server has them; this is what may be held. About 80 clips. */
export const MAX_HELD_BYTES = 40 * 1024 * 1024;

/**
 * The server may learn of its own request some minutes after the page: a clip that it says nobody asked for is sent again so often, with
 * the longest pause in between while nothing else waits. A bit more than five minutes.
 */
const MOST_EARLY_TRIES = 12;

export interface UploadSnapshot {
  /** Clips that the server does not have yet. */
  readonly waiting: number;
  readonly uploaded: number;
  /** Clips that will never arrive: refused by the server, or pushed out of memory by newer ones. */
  readonly lost: number;
  /** Why the last try failed, while another will follow. */
  readonly failure: string | null;
}

/** Why the page cannot send a clip that the server asked for; the words of the wire. */
export type ClipLoss = "not_recorded" | "too_large" | "no_room";

export type UploadClip = (clip: RecordedClip) => Promise<unknown>;

/** Sends clips one after another, oldest first, again and again until the server has them or refuses them for good. */
export class ClipUploader {
  private readonly queue: RecordedClip[] = [];
  private readonly listeners = new Set<() => void>();
  private snapshot: UploadSnapshot = { waiting: 0, uploaded: 0, lost: 0, failure: null };
  private running = false;
  private attempt = 0;
  private wake: (() => void) | undefined;
  /** How often each waiting clip was sent before its request was known. */
  private readonly early = new Map<string, number>();

  constructor(
    private readonly upload: UploadClip,
    private readonly maxClipBytes: number,
    private readonly maxHeldBytes = MAX_HELD_BYTES,
    private readonly backup?: ClipBackup,
    private readonly onLost: (clipId: string, why: ClipLoss) => void = () => undefined,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): UploadSnapshot => this.snapshot;

  /** Takes up the clips that this session's page had not sent when it was loaded again. */
  async restore(): Promise<void> {
    for (const clip of (await this.backup?.read()) ?? []) {
      if (!this.queue.some(({ clipId }) => clipId === clip.clipId)) this.hold(clip);
    }
  }

  add(clip: RecordedClip): void {
    if (clip.file.byteLength > this.maxClipBytes) {
      this.publish({ lost: this.snapshot.lost + 1 });
      this.onLost(clip.clipId, "too_large");
      return;
    }
    void this.backup?.put(clip);
    this.hold(clip);
  }

  private hold(clip: RecordedClip): void {
    this.queue.push(clip);
    let held = this.queue.reduce((sum, queued) => sum + queued.file.byteLength, 0);
    while (held > this.maxHeldBytes && this.queue.length > 2) {
      // The first may be on its way right now: the one after it goes.
      const [gone] = this.queue.splice(1, 1);
      if (gone === undefined) break;
      this.early.delete(gone.clipId);
      held -= gone.file.byteLength;
      void this.backup?.remove(gone.clipId);
      this.publish({ lost: this.snapshot.lost + 1 });
      this.onLost(gone.clipId, "no_room");
    }
    this.publish({});
    if (!this.running) void this.run();
  }

  /** Resolves when nothing waits any more. */
  drained(): Promise<void> {
    if (this.queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const unsubscribe = this.subscribe(() => {
        if (this.snapshot.waiting > 0) return;
        unsubscribe();
        resolve();
      });
    });
  }

  /** Tries now instead of at the end of the pause. */
  retryNow(): void {
    this.wake?.();
  }

  private async run(): Promise<void> {
    this.running = true;
    for (let clip = this.queue[0]; clip !== undefined; clip = this.queue[0]) {
      try {
        await this.upload(clip);
        this.forget(clip);
        this.attempt = 0;
        this.publish({ uploaded: this.snapshot.uploaded + 1, failure: null });
      } catch (error) {
        const problem = toProblem(error);
        if (problem.isTransient && problem.code !== "too_many_clips") {
          this.publish({ failure: problem.message });
          await this.pause(backoffMillis(this.attempt, BACKOFF));
          this.attempt += 1;
        } else if (problem.status === 401) {
          // The student signs in again in another window; the clip waits.
          this.publish({ failure: problem.message });
          await this.pause(BACKOFF.maxMillis);
        } else if (problem.code === "clip_not_requested" && this.mayBeEarly(clip)) {
          this.publish({ failure: problem.message });
          if (this.queue.every(({ clipId }) => this.early.has(clipId))) await this.pause(BACKOFF.maxMillis);
        } else {
          this.forget(clip);
          this.publish({ lost: this.snapshot.lost + 1, failure: null });
        }
      }
    }
    this.running = false;
  }

  /** Counts a try, and lets the others go first. */
  private mayBeEarly(clip: RecordedClip): boolean {
    const tries = (this.early.get(clip.clipId) ?? 0) + 1;
    if (tries > MOST_EARLY_TRIES) return false;
    this.early.set(clip.clipId, tries);
    this.queue.shift();
    this.queue.push(clip);
    return true;
  }

  private forget(clip: RecordedClip): void {
    this.queue.shift();
    this.early.delete(clip.clipId);
    void this.backup?.remove(clip.clipId);
  }

  private pause(millis: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, millis);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private publish(change: Partial<UploadSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change, waiting: this.queue.length };
    for (const listener of this.listeners) listener();
  }
}
