import { Text, VisuallyHidden } from "@mantine/core";
import type { AnswerLimits } from "../../api/types";
import { textSize, type TextSize } from "./answerValue";

/** From here on the length is shown. */
const NEAR = 0.9;
const numbers = new Intl.NumberFormat("en");

/** How long a text is, where that matters. What is over the limit stays on the screen, and is saved when it is shorter. */
export function TextLength({ text, limits }: { text: string; limits: AnswerLimits }) {
  const { characters, excess, isGuess } = textSize(text, limits);
  return (
    <>
      {/* Stays the same from key to key, so that it is announced only when the limit is crossed. */}
      <VisuallyHidden role="status">{excess > 0 && "This text is too long, and is not saved."}</VisuallyHidden>
      <Length characters={characters} excess={excess} isGuess={isGuess} limits={limits} />
    </>
  );
}

function Length({ characters, excess, isGuess, limits }: TextSize & { limits: AnswerLimits }) {
  const length = `${numbers.format(characters)} of ${numbers.format(limits.max_text_characters)} characters`;
  if (excess > 0) {
    return (
      <Text size="sm" c="var(--app-danger)" data-testid="text-length">
        Not saved: this text is {isGuess && "about "}
        {numbers.format(excess)} {excess === 1 ? "character" : "characters"} too long
        {!isGuess && ` (${length})`}. Nothing is cut. Please shorten it, and it is saved by itself.
      </Text>
    );
  }
  if (characters < limits.max_text_characters * NEAR) return null;
  return (
    <Text size="sm" c="dimmed" data-testid="text-length">
      {length}
    </Text>
  );
}
