import type { Answer, AnswerValue } from "../api/types";
import type { AnswerEntry } from "./answers/answerStore";
import { isAnswered, joined, sameAnswer } from "./answers/answerValue";

/** What stood in a window when the exam ended and the server had not acknowledged, by question. */
export type NotSaved = ReadonlyMap<string, AnswerValue>;

const keyOf = (sessionId: string) => `invigil.not_saved.${sessionId}`;

export function notSavedOf(entries: ReadonlyMap<string, AnswerEntry>): NotSaved {
  return new Map([...entries].flatMap(([id, { value, state }]) => (state === "saved" ? [] : [[id, value] as const])));
}

/** With what other pages have left: of one question the texts stand one below the other, of choices the first counts. */
export function withLeft(notSaved: NotSaved, left: Iterable<readonly [string, AnswerValue]>): NotSaved {
  const versions = new Map([...notSaved].map(([questionId, value]) => [questionId, [value]]));
  for (const [questionId, value] of left) {
    const known = versions.get(questionId) ?? [];
    if (!known.some((other) => sameAnswer(other, value))) versions.set(questionId, [...known, value]);
  }
  return new Map(
    [...versions].map(([questionId, values]) => [questionId, values.reduce((one, next) => joined(one, next) ?? one)]),
  );
}

/** What of it the server really does not have: a reply may have been lost, and nothing is no loss. */
export function missingFrom(stored: readonly Answer[], notSaved: NotSaved): NotSaved {
  return new Map(
    [...notSaved].filter(([questionId, value]) => {
      const saved = stored.find(({ question_id }) => question_id === questionId);
      return saved === undefined ? isAnswered(value) : !sameAnswer(saved.value, value);
    }),
  );
}

/**
 * Keeps it for this tab, so that loading the page again does not take it away; with the tab it goes.
 *
 * @returns whether it is kept; where the browser is full or forbids it, it stands on the page until that is left
 */
export function rememberNotSaved(sessionId: string, notSaved: NotSaved, storage: Storage = sessionStorage): boolean {
  try {
    if (notSaved.size === 0) storage.removeItem(keyOf(sessionId));
    else storage.setItem(keyOf(sessionId), JSON.stringify([...notSaved]));
    return true;
  } catch {
    return false;
  }
}

export function recallNotSaved(sessionId: string, storage: Storage = sessionStorage): NotSaved {
  try {
    return new Map(JSON.parse(storage.getItem(keyOf(sessionId)) ?? "[]") as [string, AnswerValue][]);
  } catch {
    return new Map();
  }
}
