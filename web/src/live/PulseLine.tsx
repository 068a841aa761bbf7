import { Anchor, Text } from "@mantine/core";
import { IconHeartbeat } from "@tabler/icons-react";
import { memo } from "react";
import { Link } from "react-router";
import { useEachTick } from "../ui/seconds";
import classes from "./LivePage.module.css";
import { countConnected, type Pulse } from "./boardCounts";
import { liveServerNowMillis } from "./liveStore";

/** More silent students than these are only counted, with a way to see them all. */
const NAMED = 6;

/** Whether it can be believed that everybody is watched, in one line. */
export const PulseLine = memo(
  function PulseLine({ pulse, onShowSilent }: { pulse: Pulse; onShowSilent: () => void }) {
    const { heard, silent } = pulse;
    const connected = useEachTick(() => countConnected(pulse, liveServerNowMillis()));
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
    before.pulse.heard === now.pulse.heard &&
    before.pulse.silent.length === now.pulse.silent.length &&
    before.pulse.silent.every(
      ({ sessionId, sinceMillis }, index) =>
        sessionId === now.pulse.silent[index]?.sessionId && sinceMillis === now.pulse.silent[index].sinceMillis,
    ),
);
