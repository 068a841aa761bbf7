import type { AnswerValue } from "../../api/types";
import type { BackedUpAnswer } from "./answerSlot";

const PREFIX = "invigil.answers.";
/** Windows of one session whose texts wait to be taken over; what exceeds this goes, oldest first. */
const MAX_WINDOWS = 16;
/** No exam runs for so long, and then nobody comes back for its texts. */
const MAX_AGE_MILLIS = 30 * 24 * 3600 * 1000;

export type { BackedUpAnswer } from "./answerSlot";

/** What a window that is gone has left. */
export interface LeftAnswers {
  read(): Map<string, BackedUpAnswer>;
  remove(questionId: string): void;
}

/** Answers that the server does not have yet, kept where a reload or a crash of the browser does not reach them. */
export interface AnswerBackup {
  /** Keeps these in place of what this window kept before; false where the browser has no room or forbids it. */
  write(answers: ReadonlyMap<string, BackedUpAnswer>): boolean;
  /** Forgets one answer of this window, and leaves alone what another may have taken over meanwhile. */
  forget(questionId: string): void;
  /** Forgets the session's answers, whichever window kept them. */
  clear(): void;
  /** Tells of each window that is gone and has left something, now or when it closes; each is told to one window only. */
  findLeft(onFound: (left: LeftAnswers) => void): void;
  /** This window is gone: another may take over what it has left. */
  release(): void;
}

/**
 * Keeps one window's answers in the browser's local storage, under a key of its own, so that two windows never write over
 * each other's. A lock of the browser says whether a key's window still lives; where there are none, all keys are free.
 */
export function localAnswerBackup(
  sessionId: string,
  storage: Storage = localStorage,
  locks: LockManager | null = "locks" in navigator ? navigator.locks : null,
): AnswerBackup {
  const session = PREFIX + sessionId;
  const own = `${session}.${crypto.randomUUID()}`;
  const asked = new Set([own]);
  const gone = new AbortController();
  const untilGone = new Promise<void>((resolve) => {
    gone.signal.addEventListener("abort", () => {
      resolve();
    });
  });
  const keys = () => keysOf(storage).filter((key) => key === session || key.startsWith(`${session}.`));
  tidy(storage, keys());

  return {
    write: (answers) => write(storage, own, answers),
    forget(questionId) {
      leftUnder(storage, own).remove(questionId);
    },
    clear() {
      for (const key of keys()) remove(storage, key);
    },
    findLeft(onFound) {
      if (locks !== null && asked.size === 1) hold(locks, own, gone.signal, () => untilGone);
      for (const key of keys()) {
        if (asked.has(key)) continue;
        asked.add(key);
        const take = () => {
          const left = leftUnder(storage, key);
          if (left.read().size > 0) onFound(left);
          return untilGone;
        };
        if (locks === null) void take();
        else hold(locks, key, gone.signal, take);
      }
    },
    release() {
      gone.abort();
    },
  };
}

/** Runs `task` once no other window holds this name, and holds it until the task's end. */
function hold(locks: LockManager, name: string, signal: AbortSignal, task: () => Promise<void>): void {
  locks.request(name, { signal }, task).catch(() => {
    // Aborted: this window goes before the other has gone.
  });
}

function leftUnder(storage: Storage, key: string): LeftAnswers {
  const read = () => parse(get(storage, key)).answers;
  return {
    read,
    remove(questionId) {
      const answers = read();
      if (answers.delete(questionId)) write(storage, key, answers);
    },
  };
}

function write(storage: Storage, key: string, answers: ReadonlyMap<string, BackedUpAnswer>): boolean {
  if (answers.size === 0) {
    remove(storage, key);
    return true;
  }
  try {
    storage.setItem(key, JSON.stringify({ written_at_ms: Date.now(), answers: Object.fromEntries(answers) }));
    return true;
  } catch {
    return false;
  }
}

function get(storage: Storage, key: string): string | null {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

function remove(storage: Storage, key: string): void {
  try {
    storage.removeItem(key);
  } catch {
    // Forbidden: then nothing was kept either.
  }
}

function keysOf(storage: Storage): string[] {
  try {
    return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
  } catch {
    return [];
  }
}

/** Local storage is small and is emptied by nobody else. */
function tidy(storage: Storage, ofSession: readonly string[]): void {
  const writtenAt = (key: string) => parse(get(storage, key)).writtenAtMillis;
  const oldest = [...ofSession].sort((a, b) => writtenAt(a) - writtenAt(b));
  for (const key of oldest.slice(0, Math.max(0, oldest.length - MAX_WINDOWS))) remove(storage, key);
  const before = Date.now() - MAX_AGE_MILLIS;
  for (const key of keysOf(storage)) {
    if (key.startsWith(PREFIX) && !ofSession.includes(key) && writtenAt(key) < before) remove(storage, key);
  }
}

interface Kept {
  readonly writtenAtMillis: number;
  readonly answers: Map<string, BackedUpAnswer>;
}

/** Reads nothing from what it does not know. Pages of before versions kept `{question_id: {value, revision}}`. */
function parse(text: string | null): Kept {
  try {
    const kept = JSON.parse(text ?? "{}") as Record<string, unknown>;
    const answers = "answers" in kept ? (kept.answers as Record<string, unknown>) : kept;
    const entries = Object.entries(answers).map(([questionId, entry]) => [questionId, toAnswer(entry)] as const);
    return {
      writtenAtMillis: typeof kept.written_at_ms === "number" ? kept.written_at_ms : 0,
      answers: new Map(entries.filter((entry): entry is [string, BackedUpAnswer] => entry[1] !== undefined)),
    };
  } catch {
    return { writtenAtMillis: 0, answers: new Map() };
  }
}

function toAnswer(entry: unknown): BackedUpAnswer | undefined {
  const { value, builds_on, sent } = (entry ?? {}) as Partial<Record<keyof BackedUpAnswer, unknown>>;
  if (!isValue(value)) return undefined;
  return {
    value,
    builds_on: typeof builds_on === "string" ? builds_on : null,
    sent: Array.isArray(sent) ? sent.filter((version) => typeof version === "string") : [],
  };
}

function isValue(value: unknown): value is AnswerValue {
  if (typeof value !== "object" || value === null) return false;
  const { text, option_ids } = value as Partial<Record<keyof AnswerValue, unknown>>;
  return typeof text === "string" || (Array.isArray(option_ids) && option_ids.every((id) => typeof id === "string"));
}
