import { Anchor, Text } from "@mantine/core";
import { IconHeartbeat } from "@tabler/icons-react";
import { memo } from "react";
import { Link } from "react-router";
import classes from "./LivePage.module.css";
import type { Pulse } from "./boardCounts";

/** More silent students than these are only counted, with a way to see them all. */
const NAMED = 6;

/** Whether it can be believed that everybody is watched, in one line. */
export const PulseLine = memo(
  function PulseLine({
    pulse: { connected, heard, silent },
    onShowSilent,
  }: {
    pulse: Pulse;
    onShowSilent: () => void;
  }) {
    return (
      <Text size="sm" className={classes.pulse} data-testid="pulse" data-silent={silent.length}>
        <IconHeartbeat size={18} aria-hidden />
        <span className="numeric">
          {connected} connected, {heard} heard from in the last 5 s
        </span>
        {silent.length > 0 && (
          <span>
            {"Not heard from: "}
            {silent.slice(0, NAMED).map(({ sessionId, name }, index) => (
              <span key={sessionId}>
                {index > 0 && ", "}
                <Anchor component={Link} to={`/sessions/${sessionId}`} className="anywhere" inherit underline="always">
                  {name}
                </Anchor>
              </span>
            ))}
            {silent.length > NAMED && (
              <>
                {" "}
                <Anchor component="button" type="button" inherit underline="always" onClick={onShowSilent}>
                  and {silent.length - NAMED} more
                </Anchor>
              </>
            )}
          </span>
        )}
      </Text>
    );
  },
  (before, now) =>
    before.pulse.connected === now.pulse.connected &&
    before.pulse.heard === now.pulse.heard &&
    before.pulse.silent.length === now.pulse.silent.length &&
    before.pulse.silent.every(({ sessionId }, index) => sessionId === now.pulse.silent[index]?.sessionId),
);
