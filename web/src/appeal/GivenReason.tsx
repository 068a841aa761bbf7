import { Text } from "@mantine/core";
import classes from "./appeal.module.css";

/** Why something was decided, in the words of whoever decided; nothing where none were given. */
export function GivenReason({
  reason_group: group = null,
  reason = null,
  comment,
}: {
  reason_group?: string | null;
  reason?: string | null;
  comment: string;
}) {
  const heading = [group, reason]
    .filter((word) => word !== null)
    .map(words)
    .join(": ");
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

const words = (name: string): string => {
  const plain = name.replaceAll("_", " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
};
