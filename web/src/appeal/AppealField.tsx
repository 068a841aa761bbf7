import { Text, Textarea, VisuallyHidden } from "@mantine/core";
import { useId } from "react";
import classes from "./appeal.module.css";

const numbers = new Intl.NumberFormat("en");

/** A text of bounded length with a counter. What is too long stays as it is and is said; nothing is cut. */
export function AppealField({
  label,
  text,
  maxCharacters,
  error,
  required = false,
  savedByItself = false,
  onType,
}: {
  label: string;
  text: string;
  maxCharacters: number;
  error?: string | null;
  required?: boolean;
  /** Whether it is saved as it is typed. */
  savedByItself?: boolean;
  onType: (text: string) => void;
}) {
  const counterId = useId();
  const excess = text.length - maxCharacters;
  return (
    <div>
      <Textarea
        label={label}
        classNames={{ input: classes.field }}
        minRows={3}
        value={text}
        required={required}
        error={error ?? null}
        aria-describedby={counterId}
        aria-invalid={excess > 0 || Boolean(error)}
        onChange={(event) => {
          onType(event.currentTarget.value);
        }}
      />
      {/* Stays the same from key to key, so that it is announced only when the limit is crossed. */}
      <VisuallyHidden role="status">{excess > 0 && "This text is too long."}</VisuallyHidden>
      <Text size="xs" mt={4} id={counterId} c={excess > 0 ? "var(--app-danger)" : "dimmed"} className="numeric">
        {excess > 0
          ? `${savedByItself ? "Not saved: t" : "T"}his text is ${numbers.format(excess)} ${excess === 1 ? "character" : "characters"} too long. Nothing is cut. Please shorten it${savedByItself ? ", and it is saved by itself" : ""}.`
          : `${numbers.format(text.length)} of ${numbers.format(maxCharacters)} characters`}
      </Text>
    </div>
  );
}
