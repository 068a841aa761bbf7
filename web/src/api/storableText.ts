/**
 * A text as PostgreSQL can store it: without the character NUL, and with U+FFFD for half a character, such as the first half of
 * an emoji that a program has cut.
 */
export function storableText(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed();
}
