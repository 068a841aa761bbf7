import { Paper } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import type { LiveSession } from "../api/types";
import classes from "./Leaderboard.module.css";
import { LeaderboardRow } from "./LeaderboardRow";
import { useBoardKeys } from "./useBoardKeys";
import { useOffsetTop } from "./useOffsetTop";

const WIDE_ROW_PX = 44;
const NARROW_ROW_PX = 164;

/** The rows, of which only those in the window exist. */
export function Leaderboard({ rows, showExam }: { rows: readonly LiveSession[]; showExam: boolean }) {
  const narrow = useMediaQuery("(max-width: 62em)", false, { getInitialValueInEffect: false });
  const list = useRef<HTMLDivElement>(null);
  const offsetPx = useOffsetTop(list);
  const rowPx = narrow ? NARROW_ROW_PX : WIDE_ROW_PX;
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowPx,
    overscan: 6,
    scrollMargin: offsetPx,
    getItemKey: (index) => rows[index]?.session_id ?? index,
  });
  const current = useBoardKeys({
    rows,
    columns: 1,
    region: list,
    scrollTo: (index) => {
      virtual.scrollToIndex(index);
    },
  });

  return (
    <Paper withBorder radius="lg" className={classes.board}>
      <div role="table" aria-label="Students sitting an exam" aria-rowcount={rows.length + 1}>
        <div role="rowgroup">
          <div role="row" className={classes.head} aria-rowindex={1}>
            {["Student", "Cheat score", "Focus score", "Presence", "Open incidents", "So far", "Look"].map((column) => (
              <div role="columnheader" key={column}>
                {column}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" ref={list} style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map((item) => {
            const session = rows[item.index];
            if (session === undefined) return null;
            return (
              <LeaderboardRow
                key={item.key}
                session={session}
                rank={item.index + 1}
                current={item.index === current}
                showExam={showExam}
                topPx={item.start - offsetPx}
                heightPx={rowPx}
              />
            );
          })}
        </div>
      </div>
    </Paper>
  );
}
