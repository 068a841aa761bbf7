/** For tests: a server, a network between it and the windows, and the storage of one browser, all driven step by step. */
import { AnswerConflict, Problem } from "../../api/problem";
import type { Answer, AnswerWrite, SavedAnswer } from "../../api/types";
import { sameAnswer } from "./answerValue";

/** What the server stores, by the rules of docs/protocol.md, and all that it ever stored. */
export class ModelServer {
  readonly history: Answer[] = [];
  private readonly stored = new Map<string, Answer>();

  view(): Answer[] {
    return [...this.stored.values()];
  }

  find(questionId: string): Answer | undefined {
    return this.stored.get(questionId);
  }

  /** How new this state is; larger is newer. */
  orderOf(questionId: string, version: string): number {
    return this.history.findIndex((answer) => answer.question_id === questionId && answer.version === version);
  }

  write(questionId: string, write: AnswerWrite): Answer {
    const before = this.stored.get(questionId);
    if (before !== undefined && before.version !== write.builds_on) return before;
    // As Java writes times: a second that is whole has no fraction.
    const saved_at = new Date(this.history.length * 250).toISOString().replace(".000Z", "Z");
    const answer = { question_id: questionId, value: write.value, version: write.version, saved_at };
    this.stored.set(questionId, answer);
    this.history.push(answer);
    return answer;
  }
}

/** One request on its way. */
interface Request {
  readonly questionId: string;
  readonly write: AnswerWrite;
  readonly onHeard: (stored: Answer) => void;
  readonly resolve: (saved: SavedAnswer) => void;
  readonly reject: (problem: Problem) => void;
  /** What the server has found; undefined while the request has not arrived. */
  stored?: Answer;
}

/** Keeps each request until the test says what becomes of it. */
export class ModelNetwork {
  isUp = true;
  readonly underWay: Request[] = [];
  /** Requests that are over for their window, and may arrive again. */
  readonly old: Request[] = [];

  constructor(private readonly server: ModelServer) {}

  send(questionId: string, write: AnswerWrite, onHeard: (stored: Answer) => void): Promise<SavedAnswer> {
    return new Promise((resolve, reject) => {
      const request: Request = { questionId, write, onHeard, resolve, reject };
      if (this.isUp) this.underWay.push(request);
      else reject(unreachable());
    });
  }

  /** A request arrives at the server. */
  deliver(index: number): void {
    const request = pick(this.underWay, index);
    if (request !== undefined) request.stored ??= this.server.write(request.questionId, request.write);
  }

  /** The reply arrives at the window, after the request if need be. */
  reply(index: number): void {
    this.deliver(index);
    const request = this.take(index);
    if (request?.stored === undefined) return;
    const { stored, write } = request;
    request.onHeard(stored);
    if (!sameAnswer(stored.value, write.value)) request.reject(new AnswerConflict("Two versions.", stored));
    else request.resolve(stored);
  }

  /** The request is lost, or its reply if it has arrived; it may still arrive later. */
  lose(index: number): void {
    this.take(index)?.reject(unreachable());
  }

  /** A request of before arrives, once more or late. */
  arriveLate(index: number): void {
    const request = pick(this.old, index);
    if (request !== undefined) this.server.write(request.questionId, request.write);
  }

  loseAll(): void {
    while (this.underWay.length > 0) this.lose(0);
  }

  replyAll(): void {
    while (this.underWay.length > 0) this.reply(0);
  }

  private take(index: number): Request | undefined {
    const request = pick(this.underWay, index);
    if (request === undefined) return undefined;
    this.underWay.splice(this.underWay.indexOf(request), 1);
    this.old.push(request);
    return request;
  }
}

function pick<T>(from: readonly T[], index: number): T | undefined {
  return from.length === 0 ? undefined : from[index % from.length];
}

function unreachable(): Problem {
  return new Problem(0, "unreachable", "No network.");
}

/** Local storage that can be full. */
export class ModelStorage implements Storage {
  isFull = false;
  private readonly entries = new Map<string, string>();

  get length(): number {
    return this.entries.size;
  }

  key(index: number): string | null {
    return [...this.entries.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.entries.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.isFull) throw new DOMException("Full", "QuotaExceededError");
    this.entries.set(key, value);
  }

  removeItem(key: string): void {
    this.entries.delete(key);
  }

  clear(): void {
    this.entries.clear();
  }

  values(): string[] {
    return [...this.entries.values()];
  }
}

/** The browser's locks: one holder a name, the others wait in line. */
export class ModelLocks {
  private readonly lines = new Map<string, (() => Promise<unknown>)[]>();

  request(name: string, options: { signal: AbortSignal }, task: () => Promise<unknown>): Promise<unknown> {
    const line = this.lines.get(name) ?? [];
    this.lines.set(name, line);
    let isRunning = false;
    let isAborted = false;
    options.signal.addEventListener("abort", () => {
      isAborted = true;
      const index = line.indexOf(run);
      if (!isRunning && index >= 0) line.splice(index, 1);
    });
    const run = async () => {
      isRunning = true;
      if (!isAborted) await task();
      line.shift();
      void line[0]?.();
    };
    line.push(run);
    if (line.length === 1) queueMicrotask(() => void run());
    return Promise.resolve();
  }
}
