import { VisuallyHidden } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { hintKindWords } from "../ui/hintWords";
import classes from "./Leaderboard.module.css";

/** That there is something to know of a student, in few words; what it is stands with the session. No incident, and no colour of one. */
export function HintMark({ hints }: { hints: readonly string[] }) {
  const [first, ...others] = hints;
  if (first === undefined) return null;
  const all = hints.map(hintKindWords).join(", ");
  return (
    <span className={classes.hint} title={`Hint: ${all}`} data-testid="hint">
      <IconInfoCircle size={14} aria-hidden />
      <span>
        {hintKindWords(first)}
        {others.length > 0 && <span aria-hidden> +{others.length}</span>}
      </span>
      {others.length > 0 && <VisuallyHidden>, {others.map(hintKindWords).join(", ")}</VisuallyHidden>}
    </span>
  );
}
