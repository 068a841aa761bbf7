import { Text } from "@mantine/core";
import type { IncidentDecision } from "../api/types";
import { reasonWords } from "../review/decisionWords";
import classes from "./appeal.module.css";

/** Why something was decided, in the words of whoever decided; nothing where none were given. */
export function GivenReason({
  reason_group: group = null,
  reason = null,
  comment,
}: Partial<Pick<IncidentDecision, "reason" | "reason_group">> & { comment: string }) {
  const heading = reasonWords({ reason, reason_group: group });
  if (heading === "" && comment === "") return null;
  return (
    <div className={classes.quote}>
      {heading !== "" && <Text size="sm">{heading}</Text>}
      {comment !== "" && (
        <Text size="sm" className={classes.words}>
          {comment}
        </Text>
      )}
    </div>
  );
}
