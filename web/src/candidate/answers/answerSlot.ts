import type { Answer, AnswerValue, AnswerWrite } from "../../api/types";
import { sameAnswer } from "./answerValue";

/** More writes than this never wait for their fate; what falls out costs at most a question to the student. */
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

  private constructor(
    private shown: AnswerValue,
    private base: string | null,
    private heard: Answer | null,
    /** All of them build on `base`: as soon as the server has moved on from there, none of them can be stored any more. */
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
    this.sent = [...this.sent, version];
    this.learn({ question_id: questionId, value: write.value, version, saved_at: savedAt });
  }

  /** The write to send now: the same as before where nothing has changed, so that a retry is known as one. */
  nextWrite(): AnswerWrite {
    let write = this.last;
    if (write?.builds_on !== this.base || !sameAnswer(write.value, this.shown)) {
      write = { version: crypto.randomUUID(), builds_on: this.base, value: this.shown };
    }
    if (!this.sent.includes(write.version)) this.sent = [...this.sent, write.version].slice(-MAX_SENT);
    this.last = write;
    return write;
  }

  toBackup(): BackedUpAnswer {
    return { value: this.shown, builds_on: this.base, sent: this.sent };
  }

  private buildOnStored(): void {
    this.base = this.heard?.version ?? null;
    this.sent = [];
    this.last = null;
  }
}
