import { Text } from "@mantine/core";
import type { Problem } from "../api/problem";
import type { DraftSnapshot } from "./appealDraft";

/** Whether what was typed is saved, in words. */
export function DraftState({
  state,
  problem,
  isEmpty,
}: {
  state: DraftSnapshot["state"];
  problem: Problem | null;
  isEmpty: boolean;
}) {
  return (
    <Text size="sm" c={state === "refused" ? "var(--app-danger)" : "dimmed"} role="status" data-testid="draft-state">
      {state === "refused" || (state === "waiting" && problem !== null)
        ? `Not saved: ${problem?.message ?? ""}${state === "waiting" ? " Your words are safe on this page, and it tries again by itself." : ""}`
        : isEmpty && state === "saved"
          ? "What you type is saved by itself."
          : WORDS[state]}
    </Text>
  );
}

const WORDS = {
  saved: "All that you wrote is saved.",
  saving: "Saving…",
  waiting: "Saving…",
  too_long: "One of your texts is too long, and is not saved yet.",
  conflict: "Not saved: there are two versions.",
  refused: "",
} as const;
