import type { Answer, AnswerValue, AnswerWrite } from "../../api/types";
import { sameAnswer } from "./answerValue";

/**
 * More writes than this never wait for their fate. Those in the middle fall out: the oldest are the likeliest to have arrived
 * with their replies lost, the newest to arrive yet. What falls out costs at most a question to the student.
 */
const MAX_SENT = 32;

/** What is kept of an answer that the server does not have yet. */
export interface BackedUpAnswer {
  readonly value: AnswerValue;
  /** The stored version that the student's text builds on; null for none. */
  readonly builds_on: string | null;
  /** Versions that were sent and whose fate is unknown. */
  readonly sent: readonly string[];
}

/**
 * One question's answer between the student and the server: what is on the screen, which stored version it builds on, and
 * the newest that this page has heard of the server. They tell by themselves what is saved, and what is a conflict.
 */
export class AnswerSlot {
  refusal: string | null = null;
  /** Set while a write is on its way. */
  sending: Promise<void> | null = null;
  private last: AnswerWrite | null = null;
  /** What was sent after `last` and on top of it, without waiting for its fate. */
  private following: AnswerWrite | null = null;

  private constructor(
    private shown: AnswerValue,
    private base: string | null,
    private heard: Answer | null,
    /**
     * In the order of sending. Each builds on `base` or on one before it: once the server has one of them, only later ones can
     * still be stored, and once it has something else than these, none.
     */
    private sent: readonly string[],
  ) {}

  /** As the server has it. */
  static stored(answer: Answer): AnswerSlot {
    return new AnswerSlot(answer.value, answer.version, answer, []);
  }

  /** The first answer to a question. */
  static first(value: AnswerValue): AnswerSlot {
    return new AnswerSlot(value, null, null, []);
  }

  /** What a page that is gone has left, against what the server has. */
  static left({ value, builds_on, sent }: BackedUpAnswer, stored: Answer | null): AnswerSlot {
    const slot = new AnswerSlot(value, builds_on, null, sent);
    if (stored !== null) slot.learn(stored);
    return slot;
  }

  /** What is on the screen. */
  get value(): AnswerValue {
    return this.shown;
  }

  /** The newest state of the server that this page has heard of. */
  get stored(): Answer | null {
    return this.heard;
  }

  /** Whether the server has acknowledged exactly what is on the screen, and nothing that was sent can still change it. */
  get isSaved(): boolean {
    return (
      this.heard !== null &&
      this.base === this.heard.version &&
      this.sent.length === 0 &&
      sameAnswer(this.shown, this.heard.value)
    );
  }

  /** The stored answer that the student's text does not build on; null where there is nothing to choose. */
  get conflict(): Answer | null {
    return this.heard !== null && this.base !== this.heard.version ? this.heard : null;
  }

  edit(value: AnswerValue): void {
    this.shown = value;
    this.refusal = null;
  }

  /** The student has seen the stored answer and goes on from there with `value`. */
  choose(value: AnswerValue): void {
    this.edit(value);
    this.buildOnStored();
  }

  /** Takes in a state of the server that is newer than the one before. */
  learn(stored: Answer): void {
    const wasSaved = this.isSaved;
    this.heard = stored;
    if (stored.version === this.base) return;
    if (this.sent.includes(stored.version) || sameAnswer(this.shown, stored.value)) this.buildOnStored();
    else if (wasSaved) this.choose(stored.value);
  }

  /** The server has acknowledged this write; it may know its value under another version. */
  acknowledge(write: AnswerWrite, questionId: string, version: string, savedAt: string): void {
    this.remember(version);
    this.learn({ question_id: questionId, value: write.value, version, saved_at: savedAt });
  }

  /** The write to send now: the same as before where nothing has changed, so that a retry is known as one. */
  nextWrite(): AnswerWrite {
    let write = this.last;
    if (write?.builds_on !== this.base || !sameAnswer(write.value, this.shown)) {
      write = { version: crypto.randomUUID(), builds_on: this.base, value: this.shown };
    }
    this.remember(write.version);
    this.last = write;
    return write;
  }

  /** What to send on top of the write that is under way; null where that says all, or was followed by what says it. */
  followingWrite(): AnswerWrite | null {
    const before = this.following ?? this.last;
    if (before !== null && sameAnswer(before.value, this.shown)) return null;
    this.following = {
      version: crypto.randomUUID(),
      builds_on: before === null ? this.base : before.version,
      value: this.shown,
    };
    this.remember(this.following.version);
    return this.following;
  }

  toBackup(): BackedUpAnswer {
    return { value: this.shown, builds_on: this.base, sent: this.sent };
  }

  private remember(version: string): void {
    if (this.sent.includes(version)) return;
    const middle = MAX_SENT / 2;
    const kept = this.sent.length < MAX_SENT ? this.sent : this.sent.filter((_, index) => index !== middle);
    this.sent = [...kept, version];
  }

  private buildOnStored(): void {
    this.base = this.heard?.version ?? null;
    const index = this.base === null ? -1 : this.sent.indexOf(this.base);
    this.sent = index < 0 ? [] : this.sent.slice(index + 1);
    this.last = this.following?.builds_on === this.base ? this.following : null;
    this.following = null;
  }
}
