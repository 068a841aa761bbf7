import { Text } from "@mantine/core";
import classes from "./FocusPanel.module.css";
import type { HeadTurn } from "./capture/messages";

/** Asks the student to turn the head, in a place that screen readers watch. Nothing has to be pressed. */
export function HeadTurnNotice({ turn }: { turn: HeadTurn | null }) {
  return (
    <div role="status">
      {turn !== null && (
        <Text size="sm" fw={600} className={classes.alert}>
          Please turn your head to your {turn} for a moment, then back to the screen. This shows that your camera sees
          you live. If you cannot, just go on: it costs no points.
        </Text>
      )}
    </div>
  );
}
