import { backoffMillis } from "../../api/backoff";
import { toProblem } from "../../api/problem";
import type { Answer, AnswerValue, SavedAnswer } from "../../api/types";
import type { AnswerBackup, BackedUpAnswer } from "./answerBackup";

const DEBOUNCE_MILLIS = 700;
const BACKOFF = { firstMillis: 1000, maxMillis: 15_000 };

export type SaveAnswer = (questionId: string, value: AnswerValue, revision: number) => Promise<SavedAnswer>;

export interface AnswerEntry {
  readonly value: AnswerValue;
  readonly state: "saved" | "unsaved" | "saving" | "refused";
  /** Why the server does not take it, in plain words. */
  readonly refusal: string | null;
}

export interface AnswersSnapshot {
  readonly entries: ReadonlyMap<string, AnswerEntry>;
  /** Answers that the server does not have yet. */
  readonly unsavedCount: number;
  /** Set while the last try to save failed and another will follow. */
  readonly failure: string | null;
}

interface Slot {
  value: AnswerValue;
  revision: number;
  savedRevision: number;
  saving: boolean;
  refusal: string | null;
}

/**
 * The student's answers: shown at once, kept in the browser's storage at once, sent to the server a moment later and again
 * until it has them. Each change gets a higher revision, so that a late or repeated request never undoes a newer one.
 */
export class AnswerStore {
  private readonly slots = new Map<string, Slot>();
  private readonly listeners = new Set<() => void>();
  private snapshot: AnswersSnapshot = { entries: new Map(), unsavedCount: 0, failure: null };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private failure: string | null = null;
  private closed = false;

  constructor(
    answers: readonly Answer[],
    private readonly save: SaveAnswer,
    private readonly backup: AnswerBackup,
  ) {
    for (const { question_id, value, revision } of answers) {
      this.slots.set(question_id, { value, revision, savedRevision: revision, saving: false, refusal: null });
    }
    for (const [questionId, kept] of backup.read()) this.restore(questionId, kept);
    this.publish();
  }

  /** Whether the server takes no more answers. */
  get isClosed(): boolean {
    return this.closed;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): AnswersSnapshot => this.snapshot;

  set(questionId: string, value: AnswerValue): void {
    if (this.closed) return;
    const slot = this.slots.get(questionId);
    if (slot === undefined) {
      this.slots.set(questionId, { value, revision: 1, savedRevision: 0, saving: false, refusal: null });
    } else {
      slot.value = value;
      slot.revision += 1;
      slot.refusal = null;
    }
    this.publish();
    this.backup.write(this.unsaved());
    this.schedule(DEBOUNCE_MILLIS);
  }

  /** Sends what is unsaved now; resolves when each was tried once. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await Promise.all([...this.slots].map(([questionId, slot]) => this.send(questionId, slot)));
    this.publish();
    if (this.snapshot.unsavedCount > 0 && !this.closed) {
      this.schedule(this.failure === null ? DEBOUNCE_MILLIS : backoffMillis(this.failures, BACKOFF));
    }
  }

  /** The exam is submitted: nothing more is sent, and the copy in the browser goes. */
  close(): void {
    this.closed = true;
    this.dispose();
    this.backup.clear();
  }

  /** Stops sending until `resume`; the copy in the browser stays. */
  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Begins to send, and first what an earlier page could not. */
  resume(): void {
    if (!this.closed && this.snapshot.unsavedCount > 0) this.schedule(0);
  }

  private restore(questionId: string, kept: BackedUpAnswer): void {
    const slot = this.slots.get(questionId);
    if (slot !== undefined && slot.savedRevision >= kept.revision) return;
    this.slots.set(questionId, {
      value: kept.value,
      revision: kept.revision,
      savedRevision: slot?.savedRevision ?? 0,
      saving: false,
      refusal: null,
    });
  }

  private schedule(millis: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), millis);
  }

  private async send(questionId: string, slot: Slot): Promise<void> {
    if (slot.saving || slot.refusal !== null || slot.revision <= slot.savedRevision) return;
    const { revision } = slot;
    slot.saving = true;
    this.publish();
    try {
      const saved = await this.save(questionId, slot.value, revision);
      if (saved.revision > revision) {
        // Another window answered meanwhile. What is on the screen here is what its student sees: it is sent as the newest.
        slot.savedRevision = saved.revision;
        slot.revision = Math.max(slot.revision, saved.revision) + 1;
      } else {
        slot.savedRevision = Math.max(slot.savedRevision, revision);
      }
      this.failures = 0;
      this.failure = null;
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code === "session_closed") this.closed = true;
      else if (problem.status === 422 || problem.status === 400) slot.refusal = problem.message;
      else {
        this.failures += 1;
        this.failure = problem.message;
      }
    } finally {
      slot.saving = false;
      this.backup.write(this.unsaved());
      this.publish();
    }
  }

  private unsaved(): Map<string, BackedUpAnswer> {
    const kept = new Map<string, BackedUpAnswer>();
    for (const [questionId, { value, revision, savedRevision }] of this.slots) {
      if (revision > savedRevision) kept.set(questionId, { value, revision });
    }
    return kept;
  }

  private publish(): void {
    const entries = new Map<string, AnswerEntry>();
    let unsavedCount = 0;
    for (const [questionId, slot] of this.slots) {
      const unsaved = slot.revision > slot.savedRevision;
      if (unsaved) unsavedCount += 1;
      const state = slot.refusal !== null ? "refused" : !unsaved ? "saved" : slot.saving ? "saving" : "unsaved";
      entries.set(questionId, { value: slot.value, state, refusal: slot.refusal });
    }
    this.snapshot = { entries, unsavedCount, failure: unsavedCount > 0 ? this.failure : null };
    for (const listener of this.listeners) listener();
  }
}
