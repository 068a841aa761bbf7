import { Text } from "@mantine/core";
import classes from "./appeal.module.css";

/** Why something was decided: the reason that was chosen, and what whoever decided wrote; nothing where there is neither. */
export function GivenReason({
  reason = "",
  comment,
}: {
  /** In words for whoever reads the page. */
  reason?: string;
  comment: string;
}) {
  if (reason === "" && comment === "") return null;
  return (
    <div className={classes.quote}>
      {reason !== "" && <Text size="sm">{reason}</Text>}
      {comment !== "" && (
        <Text size="sm" className={classes.words}>
          {comment}
        </Text>
      )}
    </div>
  );
}
