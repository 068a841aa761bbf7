import { storableText } from "../../api/storableText";
import type { AnswerLimits, AnswerValue } from "../../api/types";

/** JSON writes a character of a text in at most so many bytes (`\u0001`). */
const MAX_BYTES_A_CHARACTER = 6;
/** What a request's body holds beside the value: two UUIDs and the names. */
const FRAME_BYTES = 200;

/** How long a text is against what the server takes. */
export interface TextSize {
  /** UTF-16 units, as the server counts. */
  readonly characters: number;
  /** So many too many; 0 where it fits. */
  readonly excess: number;
  /** The text has few enough characters, but takes too many bytes: the excess is a guess. */
  readonly isGuess: boolean;
}

/** Whether an answer says anything. */
export function isAnswered(value: AnswerValue | undefined): boolean {
  if (value === undefined) return false;
  return (value.text ?? "").trim() !== "" || (value.option_ids ?? []).length > 0;
}

/** Whether two answers are the same, byte for byte. */
export function sameAnswer(a: AnswerValue, b: AnswerValue): boolean {
  if (a === b) return true;
  if (typeof a.text === "string" || typeof b.text === "string") return a.text === b.text;
  const [left, right] = [a.option_ids ?? [], b.option_ids ?? []];
  return left.length === right.length && left.every((option, index) => option === right[index]);
}

/** The answer as it can be stored. What is shown is what is sent, so that "saved" is true of both. */
export function storable(value: AnswerValue): AnswerValue {
  if (typeof value.text !== "string") return value;
  const text = storableText(value.text);
  return text === value.text ? value : { text };
}

/** Both texts, one under the other; undefined where there is nothing to join. */
export function joined(mine: AnswerValue, other: AnswerValue): AnswerValue | undefined {
  if (typeof mine.text !== "string" || typeof other.text !== "string") return undefined;
  return { text: `${mine.text}\n\n${other.text}` };
}

export function textSize(text: string, limits: AnswerLimits): TextSize {
  const characters = text.length;
  const excess = Math.max(0, characters - limits.max_text_characters);
  const roomBytes = limits.max_body_bytes - FRAME_BYTES;
  // Counting bytes takes a copy of the text, so it is left where it can't matter.
  if (excess > 0 || characters * MAX_BYTES_A_CHARACTER <= roomBytes) return { characters, excess, isGuess: false };
  const bytes = utf8Bytes(JSON.stringify(text));
  const excessBytes = Math.max(0, bytes - roomBytes);
  return { characters, excess: Math.ceil((excessBytes * characters) / bytes), isGuess: excessBytes > 0 };
}

export function fits(value: AnswerValue, limits: AnswerLimits): boolean {
  return typeof value.text !== "string" || textSize(value.text, limits).excess === 0;
}

/** How long a text is in UTF-8, bytes. */
export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
