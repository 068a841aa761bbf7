import { Text } from "@mantine/core";
import type { Clip } from "../api/types";
import { clipCheckWords, isKeptApart } from "./clipCheckWords";

/** Beside a clip: whether it is what it is said to be. */
export function ClipCheckNote({ clip }: { clip: Clip }) {
  const words = clipCheckWords(clip.check);
  if (words === undefined) return null;
  return (
    <Text size="sm" c={isKeptApart(clip) ? "var(--mantine-color-text)" : "dimmed"} data-testid="clip-check">
      {words}
    </Text>
  );
}
