import { Paper, Text } from "@mantine/core";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useMediaQuery } from "@mantine/hooks";
import { useLayoutEffect, useRef, useState } from "react";
import type { LiveSession } from "../api/types";
import classes from "./Leaderboard.module.css";
import { LeaderboardRow } from "./LeaderboardRow";
import { keepOrder } from "./boardRows";

const WIDE_ROW_PX = 44;
const NARROW_ROW_PX = 132;

/**
 * The rows, of which only those in the window exist. While somebody points at the list or is in it by keyboard, rows keep
 * their places: nobody can click on what runs away.
 */
export function Leaderboard({ rows, showExam }: { rows: readonly LiveSession[]; showExam: boolean }) {
  const [heldOrder, setHeldOrder] = useState<readonly string[] | null>(null);
  const narrow = useMediaQuery("(max-width: 62em)", false, { getInitialValueInEffect: false });
  const list = useRef<HTMLDivElement>(null);
  const [offsetPx, setOffsetPx] = useState(0);
  useLayoutEffect(() => {
    setOffsetPx(list.current?.offsetTop ?? 0);
  }, [narrow]);

  const shown = heldOrder === null ? rows : keepOrder(rows, heldOrder);
  const rowPx = narrow ? NARROW_ROW_PX : WIDE_ROW_PX;
  const virtual = useWindowVirtualizer({
    count: shown.length,
    estimateSize: () => rowPx,
    overscan: 8,
    scrollMargin: offsetPx,
    getItemKey: (index) => shown[index]?.session_id ?? index,
  });

  const hold = () => {
    setHeldOrder((held) => held ?? rows.map((row) => row.session_id));
  };
  const release = () => {
    setHeldOrder(null);
  };

  if (rows.length === 0) return null;
  return (
    <>
      <Text
        size="xs"
        c="dimmed"
        className={classes.held}
        data-held={heldOrder !== null}
        aria-hidden={heldOrder === null}
      >
        Order held while you point at the list
      </Text>
      <Paper
        withBorder
        radius="lg"
        className={classes.board}
        onMouseEnter={hold}
        onMouseLeave={release}
        onFocus={hold}
        onBlur={release}
      >
        <div role="table" aria-label="Students sitting an exam" aria-rowcount={shown.length + 1}>
          <div role="rowgroup">
            <div role="row" className={classes.head} aria-rowindex={1}>
              {["Student", "Cheat score", "Focus score", "Presence", "Open incidents", "So far"].map((column) => (
                <div role="columnheader" key={column}>
                  {column}
                </div>
              ))}
            </div>
          </div>
          <div role="rowgroup" ref={list} style={{ height: virtual.getTotalSize(), position: "relative" }}>
            {virtual.getVirtualItems().map((item) => {
              const session = shown[item.index];
              if (session === undefined) return null;
              return (
                <LeaderboardRow
                  key={item.key}
                  session={session}
                  rank={item.index + 1}
                  showExam={showExam}
                  topPx={item.start - offsetPx}
                  heightPx={rowPx}
                />
              );
            })}
          </div>
        </div>
      </Paper>
    </>
  );
}
