import { Stack, Text } from "@mantine/core";
import type { IncidentDecision, SessionDecision } from "../api/types";
import { formatDateTime } from "../ui/time";
import { DecisionBadge } from "./DecisionBadge";
import { reasonWords } from "./decisionWords";

/** A decision as it stands: what, why, who and when. */
export function DecidedBy({ decision }: { decision: IncidentDecision | SessionDecision }) {
  const why = reasonWords(decision);
  return (
    <Stack gap={2} data-testid="decided">
      <div>
        <DecisionBadge decided={"decision" in decision ? decision.decision : decision.outcome} />
      </div>
      {why !== "" && <Text size="sm">{why}</Text>}
      {decision.comment !== "" && (
        <Text size="sm" className="anywhere" style={{ whiteSpace: "pre-wrap" }}>
          {decision.comment}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {decision.decided_by !== null && `${decision.decided_by.display_name}, `}
        {formatDateTime(decision.decided_at)}
        {decision.origin === "appeal" && ", on appeal"}
        {decision.supersedes !== null && ", in place of an earlier decision"}
      </Text>
    </Stack>
  );
}
