import type { AnswerValue } from "../../api/types";

export interface BackedUpAnswer {
  readonly value: AnswerValue;
  readonly revision: number;
}

/** Answers that the server does not have yet, kept where a reload or a crash of the browser does not reach them. */
export interface AnswerBackup {
  read(): Map<string, BackedUpAnswer>;
  write(answers: ReadonlyMap<string, BackedUpAnswer>): void;
  clear(): void;
}

/** Keeps one session's answers in the browser's local storage. Where that is full or forbidden, saving goes on without it. */
export function localAnswerBackup(sessionId: string, storage: Storage = localStorage): AnswerBackup {
  const key = `invigil.answers.${sessionId}`;
  return {
    read() {
      try {
        const text = storage.getItem(key);
        const parsed: unknown = text === null ? {} : JSON.parse(text);
        return new Map(Object.entries(parsed as Record<string, BackedUpAnswer>).filter(([, kept]) => isAnswer(kept)));
      } catch {
        return new Map();
      }
    },
    write(answers) {
      try {
        if (answers.size === 0) storage.removeItem(key);
        else storage.setItem(key, JSON.stringify(Object.fromEntries(answers)));
      } catch {
        // No room: the server still gets every answer.
      }
    },
    clear() {
      try {
        storage.removeItem(key);
      } catch {
        // Nothing was kept either.
      }
    },
  };
}

function isAnswer(kept: unknown): kept is BackedUpAnswer {
  if (typeof kept !== "object" || kept === null) return false;
  const { value, revision } = kept as Partial<BackedUpAnswer>;
  return Number.isInteger(revision) && typeof value === "object" && ("text" in value || "option_ids" in value);
}

/** Whether an answer says anything. */
export function isAnswered(value: AnswerValue | undefined): boolean {
  if (value === undefined) return false;
  return (value.text ?? "").trim() !== "" || (value.option_ids ?? []).length > 0;
}
