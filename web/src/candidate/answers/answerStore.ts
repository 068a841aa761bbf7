import { backoffMillis } from "../../api/backoff";
import { AnswerConflict, toProblem, type Problem } from "../../api/problem";
import type { Answer, AnswerLimits, AnswerValue, AnswerWrite, SavedAnswer } from "../../api/types";
import type { AnswerBackup, LeftAnswers } from "./answerBackup";
import { AnswerSlot } from "./answerSlot";
import { fits, joined, sameAnswer, storable } from "./answerValue";

const DEBOUNCE_MILLIS = 700;
/** Who types without a pause is saved all the same, this often. */
const LONGEST_UNSENT_MILLIS = 4000;
const BACKOFF = { firstMillis: 1000, maxMillis: 15_000 };
/** Nobody is signed in, or somebody else (who is told that there is no such session): it is taken once the student is back. */
const ONCE_SIGNED_IN = [401, 404];
/** So often a write goes on at once from an own one whose reply was lost; then it waits as after any failure. */
const MAX_REBASES = 3;

/** @param leaving the page is about to go: the request shall outlive it where the browser can do that */
export type SaveAnswer = (questionId: string, write: AnswerWrite, leaving: boolean) => Promise<SavedAnswer>;

/** What a student may decide where two texts stand against each other. */
export type ConflictChoice = "mine" | "other" | "both";

export interface AnswerEntry {
  readonly value: AnswerValue;
  /** `saved` only while the server has acknowledged exactly this value. */
  readonly state: "saved" | "unsaved" | "saving" | "refused" | "too_long" | "conflict";
  /** Why the server does not take it, in plain words. */
  readonly refusal: string | null;
  /** What is stored instead, from another window or device; set in a conflict. */
  readonly other: Answer | null;
}

/** Whether it stays unsaved until the student does something about it. */
export function waitsForStudent(entry: AnswerEntry | undefined): boolean {
  return entry !== undefined && ["refused", "too_long", "conflict"].includes(entry.state);
}

export interface AnswersSnapshot {
  readonly entries: ReadonlyMap<string, AnswerEntry>;
  /** Answers that the server does not have as they are on the screen. */
  readonly unsavedCount: number;
  /** Those of them that are sent without anybody's doing; the others wait for the student. */
  readonly pendingCount: number;
  /** Set while the last try to save failed and another will follow. */
  readonly failure: string | null;
  /** Whether what is unsaved is kept in this browser too; if not, it is on this page only. */
  readonly isBackedUp: boolean;
  /** Why nothing can be changed here now; null while it can. */
  readonly locked: string | null;
  /** Whether the server takes no more answers: nothing can be changed any more. */
  readonly isClosed: boolean;
}

/**
 * The student's answers: shown at once, kept in the browser's storage at once, sent to the server a moment later and again
 * until it has them. A write names the stored version that it builds on. Where the server has something else, both are kept
 * until the student has chosen.
 */
export class AnswerStore {
  private readonly slots = new Map<string, AnswerSlot>();
  /** What pages that are gone have left, and of which questions it is shown here. */
  private readonly left = new Map<LeftAnswers, Set<string>>();
  private readonly fitting = new WeakMap<AnswerValue, boolean>();
  private readonly listeners = new Set<() => void>();
  private snapshot: AnswersSnapshot;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  /** When the first change was made that no flush has looked at yet. */
  private unsentSinceMillis: number | undefined;
  private failure: string | null = null;
  private isBackedUp = true;
  private locked: string | null = null;
  private isHeld = false;
  private state: "new" | "running" | "closed" | "disposed" = "new";
  private isOver = false;

  constructor(
    answers: readonly Answer[],
    private readonly limits: AnswerLimits,
    private readonly save: SaveAnswer,
    private readonly backup: AnswerBackup,
  ) {
    for (const answer of answers) this.slots.set(answer.question_id, AnswerSlot.stored(answer));
    this.snapshot = this.look();
  }

  /** Whether the server takes no more answers. */
  get isClosed(): boolean {
    return this.isOver;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): AnswersSnapshot => this.snapshot;

  /** Begins to send, first of all what earlier pages could not. */
  resume(): void {
    if (this.state !== "new") return;
    this.state = "running";
    this.findLeft();
  }

  set(questionId: string, value: AnswerValue): void {
    if (!this.isEditable()) return;
    const clean = storable(value);
    const slot = this.slots.get(questionId);
    if (slot === undefined) this.slots.set(questionId, AnswerSlot.first(clean));
    else slot.edit(clean);
    this.changed(DEBOUNCE_MILLIS);
  }

  /** The student's choice between the text on the screen and the stored one. */
  choose(questionId: string, choice: ConflictChoice): void {
    const slot = this.slots.get(questionId);
    const other = slot?.conflict ?? null;
    if (!this.isEditable() || slot === undefined || other === null) return;
    const both = joined(slot.value, other.value);
    slot.choose(choice === "other" ? other.value : choice === "both" && both !== undefined ? both : slot.value);
    this.changed(0);
  }

  /**
   * Time is over and nobody chooses any more: two texts are kept one under the other where both fit.
   *
   * @returns whether that has changed anything, so that there is something to send
   */
  keepBothEverywhere(): boolean {
    let hasChanged = false;
    if (!this.isEditable()) return hasChanged;
    for (const [questionId, slot] of this.slots) {
      const both = slot.conflict === null ? undefined : joined(slot.value, slot.conflict.value);
      if (both === undefined || !this.fits(both)) continue;
      this.choose(questionId, "both");
      hasChanged = true;
    }
    return hasChanged;
  }

  /** Sends an answer again that the server has refused. */
  retry(questionId: string): void {
    const slot = this.slots.get(questionId);
    if (!this.isEditable() || slot === undefined) return;
    slot.refusal = null;
    this.changed(0);
  }

  /**
   * Takes in the server's newest answers. What is unchanged here is shown as stored; what is changed on both sides is a
   * conflict. What is older than this page knows is passed over.
   */
  refresh(answers: readonly Answer[]): void {
    if (this.state === "disposed") return;
    for (const answer of answers) {
      const slot = this.slots.get(answer.question_id);
      if (slot === undefined) this.slots.set(answer.question_id, AnswerSlot.stored(answer));
      else if (slot.stored === null || isLater(answer.saved_at, slot.stored.saved_at)) slot.learn(answer);
    }
    this.changed(DEBOUNCE_MILLIS);
  }

  /** Takes no more edits, and says why; what is unsaved is still sent. */
  lock(reason: string): void {
    this.locked = reason;
    this.publish();
  }

  unlock(): void {
    this.locked = null;
    if (this.state === "running") this.findLeft();
    this.publish();
  }

  /** While the exam is paused the server takes nothing: what is typed stays in the browser, and is sent after that. */
  hold(isHeld: boolean): void {
    this.isHeld = isHeld;
    if (isHeld) clearTimeout(this.timer);
    else void this.flush();
  }

  /** Sends what is unsaved now; resolves when each was tried once. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.unsentSinceMillis = undefined;
    await Promise.all(
      [...this.slots].map(async ([questionId, slot]) => {
        if (slot.sending !== null) await slot.sending;
        await this.send(questionId, slot, false);
      }),
    );
    this.publish();
    if (this.snapshot.pendingCount > 0) {
      this.schedule(this.failure === null ? DEBOUNCE_MILLIS : backoffMillis(this.failures, BACKOFF));
    }
  }

  /** The page is hidden and may be gone next: sends what it can in requests that outlive it. */
  sendBeforeLeaving(): void {
    for (const [questionId, slot] of this.slots) {
      if (slot.sending === null) void this.send(questionId, slot, true);
      else void this.sendFollowing(questionId, slot);
    }
  }

  /** What pages that are gone have left and what is not shown here, because something unsaved stands in its place. */
  leftBehind(): (readonly [string, AnswerValue])[] {
    return [...this.left].flatMap(([left, taken]) =>
      [...left.read()].flatMap(([id, { value }]) => (taken.has(id) ? [] : [[id, value] as const])),
    );
  }

  /** The exam is submitted: nothing more is sent, and the copies in the browser go. */
  close(): void {
    if (this.state === "disposed") return;
    this.stop("closed");
    this.isOver = true;
    this.backup.clear();
    this.publish();
  }

  /** Ends for good: nothing is sent any more. What is unsaved stays in the browser for the next page. */
  dispose(): void {
    this.stop("disposed");
  }

  private stop(state: "closed" | "disposed"): void {
    this.state = state;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.left.clear();
    this.backup.release();
  }

  private isEditable(): boolean {
    return !this.isOver && this.locked === null && this.state !== "disposed" && this.state !== "closed";
  }

  private changed(sendInMillis: number): void {
    this.persist();
    this.takeLeft();
    this.publish();
    if (this.snapshot.pendingCount === 0) return;
    this.unsentSinceMillis ??= performance.now();
    const leftMillis = this.unsentSinceMillis + LONGEST_UNSENT_MILLIS - performance.now();
    this.schedule(Math.min(sendInMillis, Math.max(0, leftMillis)));
  }

  private schedule(millis: number): void {
    if (this.state !== "running" || this.isOver || this.isHeld) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), millis);
  }

  private isSendable(slot: AnswerSlot): boolean {
    if (this.state !== "running" || this.isOver || this.isHeld) return false;
    return !slot.isSaved && slot.conflict === null && slot.refusal === null && this.fits(slot.value);
  }

  private fits(value: AnswerValue): boolean {
    let known = this.fitting.get(value);
    if (known === undefined) this.fitting.set(value, (known = fits(value, this.limits)));
    return known;
  }

  private async send(questionId: string, slot: AnswerSlot, leaving: boolean): Promise<void> {
    if (slot.sending !== null || !this.isSendable(slot)) return;
    const sending = this.trySend(questionId, slot, leaving);
    slot.sending = sending;
    this.publish();
    await sending;
    slot.sending = null;
    this.sent(questionId, slot);
  }

  /** Sends what is newer than the write under way, without waiting for that. */
  private async sendFollowing(questionId: string, slot: AnswerSlot): Promise<void> {
    const write = this.isSendable(slot) ? slot.followingWrite() : null;
    if (write === null) return;
    const isNews = newsFor(slot);
    this.persist();
    try {
      const { version, saved_at } = await this.save(questionId, write, true);
      if (isNews(saved_at)) slot.acknowledge(write, questionId, version, saved_at);
    } catch {
      // Who comes next finds out what became of it: this page if it stays, or the one after it.
    }
    this.sent(questionId, slot);
  }

  /** A write has come to its end, whatever that is. */
  private sent(questionId: string, slot: AnswerSlot): void {
    if (this.state === "running") {
      this.persist();
      this.takeLeft();
    } else if (this.state === "disposed" && slot.isSaved) this.backup.forget(questionId);
    this.publish();
  }

  private async trySend(questionId: string, slot: AnswerSlot, leaving: boolean): Promise<void> {
    for (let rebases = 0; this.isSendable(slot); rebases += 1) {
      const write = slot.nextWrite();
      const isNews = newsFor(slot);
      this.persist(); // a page that comes after this one must know its own versions
      try {
        const { version, saved_at } = await this.save(questionId, write, leaving);
        this.succeed();
        if (isNews(saved_at)) slot.acknowledge(write, questionId, version, saved_at);
        return;
      } catch (error) {
        const problem = toProblem(error);
        if (!(problem instanceof AnswerConflict) || rebases >= MAX_REBASES) {
          this.fail(slot, problem);
          return;
        }
        this.succeed();
        if (isNews(problem.stored.saved_at)) slot.learn(problem.stored);
      }
    }
  }

  private succeed(): void {
    this.failures = 0;
    this.failure = null;
  }

  private fail(slot: AnswerSlot, problem: Problem): void {
    if (problem.code === "session_closed") this.isOver = true;
    else if (
      problem.isTransient ||
      ONCE_SIGNED_IN.includes(problem.status) ||
      problem.code === "csrf" ||
      problem.status === 409
    ) {
      this.failures += 1;
      this.failure = problem.message;
    } else slot.refusal = problem.message;
  }

  private findLeft(): void {
    this.backup.findLeft((left) => {
      if (this.state !== "running") return;
      this.left.set(left, new Set());
      this.takeLeft();
      this.publish();
      if (this.snapshot.pendingCount > 0) this.schedule(0);
    });
    this.publish();
    if (this.snapshot.pendingCount > 0) this.schedule(0);
  }

  /** Takes over what pages that are gone have left, each as soon as nothing unsaved is in its place. */
  private takeLeft(): void {
    for (const [left, taken] of this.left) {
      for (const [questionId, kept] of left.read()) {
        const slot = this.slots.get(questionId);
        if (!taken.has(questionId)) {
          if (slot === undefined || slot.isSaved) {
            const value = storable(kept.value);
            this.slots.set(questionId, AnswerSlot.left({ ...kept, value }, slot?.stored ?? null));
          } else if (!sameAnswer(slot.value, kept.value)) continue;
          taken.add(questionId);
        }
        // The old copy stays until the server or a copy of this window's own has it.
        if (this.persist() || this.slots.get(questionId)?.isSaved === true) left.remove(questionId);
      }
      if (left.read().size === 0) this.left.delete(left);
    }
  }

  private persist(): boolean {
    const kept = new Map(
      [...this.slots].filter(([, slot]) => !slot.isSaved).map(([id, slot]) => [id, slot.toBackup()]),
    );
    this.isBackedUp = this.backup.write(kept);
    return this.isBackedUp;
  }

  private publish(): void {
    this.snapshot = this.look();
    for (const listener of this.listeners) listener();
  }

  private look(): AnswersSnapshot {
    const entries = new Map<string, AnswerEntry>();
    let unsavedCount = 0;
    let pendingCount = 0;
    for (const [questionId, slot] of this.slots) {
      const state = this.stateOf(slot);
      if (state !== "saved") unsavedCount += 1;
      if (state === "unsaved" || state === "saving") pendingCount += 1;
      entries.set(questionId, { value: slot.value, state, refusal: slot.refusal, other: slot.conflict });
    }
    const failure = pendingCount > 0 ? this.failure : null;
    const { isBackedUp, locked, isOver: isClosed } = this;
    return { entries, unsavedCount, pendingCount, failure, isBackedUp, locked, isClosed };
  }

  private stateOf(slot: AnswerSlot): AnswerEntry["state"] {
    if (slot.isSaved) return "saved";
    if (slot.conflict !== null) return "conflict";
    if (slot.refusal !== null) return "refused";
    if (!this.fits(slot.value)) return "too_long";
    return slot.sending === null ? "unsaved" : "saving";
  }
}

/** Tells of the reply to a write whether it is news: `refresh`, or another write, may have brought newer ones meanwhile. */
function newsFor(slot: AnswerSlot): (savedAt: string) => boolean {
  const before = slot.stored;
  return (savedAt) => slot.stored === before || slot.stored === null || isLater(savedAt, slot.stored.saved_at);
}

/** Of two times of the server. As texts they cannot be compared: a second that is whole comes without a fraction. */
function isLater(one: string, other: string): boolean {
  return Date.parse(one) > Date.parse(other);
}
