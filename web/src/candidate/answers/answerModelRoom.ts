/** For tests: windows of one student in one browser, what the student did in them, and what must be true of it. */
import { expect, vi } from "vitest";
import type { Answer } from "../../api/types";
import { localAnswerBackup } from "./answerBackup";
import { ModelLocks, ModelNetwork, ModelServer, ModelStorage } from "./answerModel";
import { AnswerStore, type ConflictChoice } from "./answerStore";
import { joined, sameAnswer } from "./answerValue";

const LIMITS = { max_text_characters: 1000, max_body_bytes: 10_000 };
export const QUESTIONS = ["q1", "q2"] as const;

/** A text that a student wrote and did not take back. */
interface Written {
  readonly questionId: string;
  readonly text: string;
  readonly window: ModelWindow;
}

/** One page. It ends by being left, reloaded or killed; then nothing of it runs any more. */
class ModelWindow {
  isAlive = true;
  readonly store: AnswerStore;
  /** The newest states of the server that it was told, by question. */
  readonly heard = new Map<string, number>();
  /** All that its student has seen of a question. */
  readonly seen = new Set<string>();
  /** Texts that were typed here, and nowhere else. */
  readonly typed = new Set<string>();
  private readonly ended = new AbortController();
  private readonly untilEnd = new Promise<void>((resolve) => {
    this.ended.signal.addEventListener("abort", () => {
      resolve();
    });
  });

  constructor(private readonly room: ModelRoom) {
    this.hear(room.server.view());
    const backup = localAnswerBackup("s1", this.storage(), this.locks());
    this.store = new AnswerStore(
      room.server.view(),
      LIMITS,
      (questionId, write) => {
        if (!this.isAlive) room.wronglySent += 1;
        room.authors.set(write.version, this);
        return room.network.send(questionId, write, (stored) => {
          this.hear([stored]);
        });
      },
      backup,
    );
    this.store.resume();
  }

  hear(answers: readonly Answer[]): void {
    for (const { question_id, version } of answers) {
      const order = this.room.server.orderOf(question_id, version);
      this.heard.set(question_id, Math.max(order, this.heard.get(question_id) ?? -1));
    }
  }

  shown(questionId: string): string | undefined {
    return this.store.getSnapshot().entries.get(questionId)?.value.text ?? undefined;
  }

  /** Left, as by a link: what can be sent is sent, and then nothing more. */
  leave(): void {
    this.store.sendBeforeLeaving();
    this.store.dispose();
    this.isAlive = false;
  }

  /** Killed: no line of it runs any more, and its locks are free. */
  crash(): void {
    this.isAlive = false;
    this.ended.abort();
    this.store.dispose(); // ends its timers, which no longer exist
  }

  private storage(): Storage {
    const { storage } = this.room;
    const isKilled = () => this.ended.signal.aborted;
    return new Proxy(storage, {
      get(target, name) {
        if (isKilled() && (name === "setItem" || name === "removeItem")) return () => undefined;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
  }

  private locks(): LockManager {
    const request = (name: string, options: { signal: AbortSignal }, task: () => Promise<unknown>) =>
      this.room.locks.request(name, { signal: AbortSignal.any([options.signal, this.ended.signal]) }, () =>
        Promise.race([task(), this.untilEnd]),
      );
    return { request } as unknown as LockManager;
  }
}

export class ModelRoom {
  readonly server = new ModelServer();
  readonly network = new ModelNetwork(this.server);
  readonly storage = new ModelStorage();
  readonly locks = new ModelLocks();
  readonly windows: (ModelWindow | undefined)[] = [undefined, undefined];
  /** Who made a version up. */
  readonly authors = new Map<string, ModelWindow>();
  /** Requests of pages that were gone. */
  wronglySent = 0;
  private written: Written[] = [];
  /** What students of pages that are gone have seen. */
  private readonly seenBefore = new Set<string>();
  private checkedWrites = 0;
  private texts = 0;

  open(index: number): void {
    if (this.windows[index] === undefined && this.network.isUp) this.windows[index] = new ModelWindow(this);
  }

  type(index: number, questionId: string, common?: string): void {
    const text = common ?? `text ${++this.texts}`;
    const window = this.windows[index];
    if (window?.store.getSnapshot().locked !== null) return;
    this.takeBack(window, questionId);
    if (common === undefined) window.typed.add(text);
    window.store.set(questionId, { text });
    this.written.push({ questionId, text, window });
  }

  choose(index: number, questionId: string, choice: ConflictChoice): void {
    const window = this.windows[index];
    if (window?.store.getSnapshot().locked !== null) return;
    const entry = window.store.getSnapshot().entries.get(questionId);
    const other = entry?.other ?? null;
    if (entry === undefined || other === null) return;
    const text = choice === "both" ? joined(entry.value, other.value)?.text : entry.value.text;
    this.takeBack(window, questionId);
    window.store.choose(questionId, choice);
    if (choice !== "other" && typeof text === "string") this.written.push({ questionId, text, window });
  }

  refresh(index: number, view = this.server.view()): void {
    const window = this.windows[index];
    if (window === undefined) return;
    window.hear(view);
    window.store.refresh(view);
  }

  leave(index: number): void {
    this.end(index, (window) => {
      window.leave();
    });
  }

  crash(index: number): void {
    this.end(index, (window) => {
      window.crash();
    });
  }

  private end(index: number, how: (window: ModelWindow) => void): void {
    const window = this.windows[index];
    if (window === undefined) return;
    // What is on this page only, and the page says so, goes with it.
    if (!window.store.getSnapshot().isBackedUp) this.written = this.written.filter((text) => text.window !== window);
    this.look();
    window.seen.forEach((text) => this.seenBefore.add(text));
    how(window);
    this.windows[index] = undefined;
  }

  /** The student changes what is on the screen there: it is given up, also where it came from a page that is gone. */
  private takeBack(window: ModelWindow, questionId: string): void {
    const shown = window.shown(questionId);
    this.written = this.written.filter(
      (written) =>
        written.questionId !== questionId ||
        written.text !== shown ||
        (written.window !== window && written.window.isAlive),
    );
  }

  private look(): void {
    for (const window of this.windows) {
      for (const [questionId, { value, other }] of window?.store.getSnapshot().entries ?? []) {
        window?.seen.add(`${questionId} ${value.text ?? ""}`);
        if (other !== null) window?.seen.add(`${questionId} ${other.value.text ?? ""}`);
      }
    }
  }

  /** Holds after every step. */
  check(): void {
    this.look();
    expect(this.wronglySent, "requests of pages that are gone").toBe(0);
    for (const window of this.windows) if (window !== undefined) this.checkShown(window);
    for (const { questionId, text } of this.written) {
      expect(this.isKept(questionId, text), `"${text}" of ${questionId} is kept somewhere`).toBe(true);
    }
    this.checkReplaced();
  }

  private checkShown(window: ModelWindow): void {
    for (const [questionId, { state, value, other }] of window.store.getSnapshot().entries) {
      if (other !== null && window.typed.has(value.text ?? "")) {
        expect(this.authors.get(other.version), "nobody is asked about two texts of one window").not.toBe(window);
      }
      if (state !== "saved") continue;
      const newest = this.server.history[window.heard.get(questionId) ?? -1];
      expect(newest?.value, `"saved" is shown of ${questionId}, and was acknowledged`).toEqual(value);
      const stored = this.server.find(questionId);
      if (stored === undefined || sameAnswer(stored.value, value)) continue;
      expect(this.authors.get(stored.version), `only others can have changed ${questionId}`).not.toBe(window);
    }
  }

  /** What replaced another text was sent by somebody who had seen that. */
  private checkReplaced(): void {
    for (; this.checkedWrites < this.server.history.length; this.checkedWrites += 1) {
      const write = this.server.history[this.checkedWrites];
      const before = this.server.history
        .slice(0, this.checkedWrites)
        .findLast(({ question_id }) => question_id === write?.question_id);
      if (write === undefined || before === undefined) continue;
      const text = `${before.question_id} ${before.value.text ?? ""}`;
      const authors = this.windows.filter((window) =>
        window?.seen.has(`${write.question_id} ${write.value.text ?? ""}`),
      );
      const known = this.seenBefore.has(text) || authors.some((window) => window?.seen.has(text) === true);
      expect(known, `"${text}" was replaced by somebody who knew it`).toBe(true);
    }
  }

  private isKept(questionId: string, text: string): boolean {
    const wanted = { text };
    if (this.server.history.some((a) => a.question_id === questionId && sameAnswer(a.value, wanted))) return true;
    if (this.windows.some((window) => window?.shown(questionId) === text)) return true;
    return this.storage.values().some((stored) => {
      const { answers } = JSON.parse(stored) as { answers: Partial<Record<string, { value: { text: string } }>> };
      return answers[questionId]?.value.text === text;
    });
  }

  /** Everything works again, and conflicts are decided without giving anything up. */
  async settle(): Promise<void> {
    this.network.isUp = true;
    this.storage.isFull = false;
    this.windows.forEach((window) => window?.store.unlock());
    for (let round = 0; round < 40; round += 1) {
      await vi.advanceTimersByTimeAsync(15_000);
      this.network.replyAll();
      await vi.advanceTimersByTimeAsync(0);
      this.check();
      for (const index of this.windows.keys()) {
        for (const questionId of QUESTIONS) this.choose(index, questionId, "both");
      }
    }
  }
}
