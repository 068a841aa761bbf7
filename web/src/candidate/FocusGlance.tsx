import { Text } from "@mantine/core";
import { memo, useSyncExternalStore } from "react";
import classes from "./FocusGlance.module.css";
import { isUnheard, NotHeardFrom } from "./NotHeardFrom";
import type { Proctoring } from "./proctoring";

/**
 * Score and first alert in one line, for windows so narrow that the panel with the camera scrolls away. Screen readers are told
 * by the panel already.
 */
export const FocusGlance = memo(function FocusGlance({ proctoring }: { proctoring: Proctoring }) {
  const { connection, heardAtMillis, focusScore, alerts } = useSyncExternalStore(
    proctoring.subscribe,
    proctoring.getSnapshot,
  );
  const alert = alerts[0];
  return (
    <div className={classes.glance} aria-hidden>
      <Text size="sm" c="dimmed" className={`numeric ${classes.score ?? ""}`}>
        {connection === "connected" ? (
          `Focus ${focusScore ?? "–"}`
        ) : isUnheard(connection) && heardAtMillis !== null ? (
          <NotHeardFrom sinceMillis={heardAtMillis} />
        ) : (
          "Camera reconnects"
        )}
      </Text>
      {alert !== undefined && (
        <Text size="sm" className={classes.alert}>
          {alert.message}
        </Text>
      )}
    </div>
  );
});
