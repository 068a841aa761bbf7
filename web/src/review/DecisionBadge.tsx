import { Badge } from "@mantine/core";
import type { Decision, Outcome } from "../api/types";
import { DECISION_WORDS, OUTCOME_WORDS } from "./decisionWords";

const COLORS: Readonly<Record<Decision | Outcome, string>> = {
  confirmed: "orange",
  dismissed: "gray",
  concern: "orange",
  no_concern: "gray",
  needs_more: "tide",
};

/** What was decided about an incident or a session. */
export function DecisionBadge({ decided }: { decided: Decision | Outcome }) {
  return (
    // Mantine's own orange letters are too pale on their ground.
    <Badge
      variant="light"
      color={COLORS[decided]}
      {...(COLORS[decided] === "orange" ? { c: "var(--app-warning)" } : {})}
      data-testid="decision"
    >
      {decided in DECISION_WORDS ? DECISION_WORDS[decided as Decision] : OUTCOME_WORDS[decided as Outcome]}
    </Badge>
  );
}
