import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef } from "react";
import type { LiveSession } from "../api/types";
import { Tile } from "./Tile";
import classes from "./Tiles.module.css";
import { useBoardKeys } from "./useBoardKeys";
import { useOffsetTop } from "./useOffsetTop";

const LEAST_TILE_PX = 168;
const GAP_PX = 10;
/** Under a picture of 4:3. */
const WORDS_PX = 118;

/** A picture a second of each student in the window; of the others nothing is asked for. */
export function Tiles({ rows }: { rows: readonly LiveSession[] }) {
  const { ref: sizeRef, width } = useElementSize();
  const list = useRef<HTMLDivElement>(null);
  const merged = useMergedRef(sizeRef, list);
  const offsetPx = useOffsetTop(list);
  const columns = Math.max(1, Math.floor((width + GAP_PX) / (LEAST_TILE_PX + GAP_PX)));
  const tilePx = (width - (columns - 1) * GAP_PX) / columns;
  const linePx = Math.ceil((tilePx * 3) / 4) + WORDS_PX + GAP_PX;
  const virtual = useWindowVirtualizer({
    count: width === 0 ? 0 : Math.ceil(rows.length / columns),
    estimateSize: () => linePx,
    overscan: 1,
    scrollMargin: offsetPx,
  });
  // What a line measures changes with the window.
  useLayoutEffect(() => {
    virtual.measure();
  }, [virtual, linePx]);
  const current = useBoardKeys({
    rows,
    columns,
    region: list,
    scrollTo: (index) => {
      virtual.scrollToIndex(Math.floor(index / columns));
    },
  });
  return (
    <div ref={merged} role="list" aria-label="Cameras of students sitting an exam">
      <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {virtual.getVirtualItems().map((line) => (
          <div
            key={line.key}
            className={classes.line}
            style={{
              transform: `translateY(${line.start - offsetPx}px)`,
              height: linePx - GAP_PX,
              gridTemplateColumns: `repeat(${columns}, 1fr)`,
            }}
          >
            {rows.slice(line.index * columns, (line.index + 1) * columns).map((session, place) => (
              <Tile key={session.session_id} session={session} current={line.index * columns + place === current} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
