import type { Answer, AnswerValue } from "../api/types";
import type { Drafts } from "../identity/drafts";
import type { AnswerEntry } from "./answers/answerStore";
import { isAnswered, joined, sameAnswer } from "./answers/answerValue";

/** What stood in a window when the exam ended and the server had not acknowledged, by question. */
export type NotSaved = ReadonlyMap<string, AnswerValue>;

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

const nameOf = (sessionId: string) => `not_saved:${sessionId}`;

/**
 * Keeps it for this tab and this student, so that loading the page again does not take it away.
 *
 * @returns whether it is kept; where the browser is full or forbids it, it stands on the page until that is left
 */
export function rememberNotSaved(drafts: Drafts, sessionId: string, notSaved: NotSaved): boolean {
  return drafts.keep(nameOf(sessionId), notSaved.size === 0 ? undefined : [...notSaved]);
}

export function recallNotSaved(drafts: Drafts, sessionId: string): NotSaved {
  return new Map(drafts.recall(nameOf(sessionId)) as [string, AnswerValue][] | undefined);
}
