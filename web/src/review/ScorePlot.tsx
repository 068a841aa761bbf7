import "uplot/dist/uPlot.min.css";
import { Group, Text, useComputedColorScheme } from "@mantine/core";
import { useEffect, useEffectEvent, useRef } from "react";
import uPlot from "uplot";
import type { Incident, ScorePoint } from "../api/types";
import { formatClock, oneDecimal } from "../ui/time";
import { incidentWords } from "../ui/words";
import { hasGaps, incidentBands, loneValues, seriesOf } from "./plotData";
import classes from "./ScorePlot.module.css";

const HEIGHT_PX = 260;
/** Times on the axis are at least this far apart, so that they do not run into one another. */
const TIME_LABEL_PX = 96;

/**
 * Focus score (and the cheat score so far) over time, incidents as bands. A click on a band chooses its incident; the list beside
 * it does the same by keyboard.
 */
export function ScorePlot({
  points,
  incidents,
  selectedId,
  onSelect,
}: {
  points: readonly ScorePoint[];
  incidents: readonly Incident[];
  selectedId: string | null;
  onSelect: (incident: Incident) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ incidents, selectedId, onSelect });
  const dark = useComputedColorScheme("light") === "dark";
  const select = useEffectEvent((incident: Incident) => {
    onSelect(incident);
  });
  const empty = points.length === 0;

  useEffect(() => {
    const element = host.current;
    if (element === null || empty) return;
    const colors = readColors(element);
    const chart = new uPlot(
      options(element.clientWidth, colors, (u) => {
        drawBands(u, latest.current.incidents, latest.current.selectedId, colors);
      }),
      [[], [], []],
      element,
    );
    plot.current = chart;
    const onClick = (event: MouseEvent) => {
      const at = chart.posToVal(event.offsetX, "x");
      const hit = incidentBands(latest.current.incidents, chart.scales.x?.max ?? at).find(
        (band) => at >= band.from - 1 && at <= band.to + 1,
      );
      if (hit !== undefined) select(hit.incident);
    };
    chart.over.addEventListener("click", onClick);
    const observer = new ResizeObserver(() => {
      chart.setSize({ width: element.clientWidth, height: HEIGHT_PX });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, [dark, empty]);

  useEffect(() => {
    latest.current = { incidents, selectedId, onSelect };
    plot.current?.setData(seriesOf(points));
  }, [points, incidents, selectedId, onSelect, dark]);

  if (empty) return <Text c="dimmed">No score has been stored yet.</Text>;
  const lowest = Math.min(...points.map((point) => point.focus_score_min));
  const last = points.at(-1);
  return (
    <div>
      <div
        ref={host}
        role="img"
        aria-label={`Focus score over time: lowest ${oneDecimal(lowest)}, last ${oneDecimal(last?.focus_score ?? 0)}; ${incidents.length} incidents, listed below.`}
        className={classes.plot}
        data-testid="score-plot"
      />
      <Group gap="4px 24px" mt="xs" aria-hidden>
        <Legend className={classes.focus} words="Focus score" />
        <Legend className={classes.cheat} words="Cheat score so far" />
        {incidents.length > 0 && <Legend className={classes.band} words="Incident" />}
        {hasGaps(points) && (
          <Text size="xs" c="dimmed">
            Where the lines break, no picture arrived; that costs nothing.
          </Text>
        )}
      </Group>
    </div>
  );
}

function Legend({ className, words }: { className: string | undefined; words: string }) {
  return (
    <Group gap={6}>
      <span className={className} />
      <Text size="xs" c="dimmed">
        {words}
      </Text>
    </Group>
  );
}

interface Colors {
  readonly focus: string;
  readonly cheat: string;
  readonly band: string;
  readonly bandSelected: string;
  readonly text: string;
  readonly grid: string;
}

/** A canvas knows no CSS variables: the theme's colours are read where they are resolved. */
function readColors(element: HTMLElement): Colors {
  const probe = document.createElement("span");
  element.append(probe);
  const resolve = (value: string): string => {
    probe.style.color = value;
    return getComputedStyle(probe).color;
  };
  const colors = {
    focus: resolve("light-dark(var(--mantine-color-tide-7), var(--mantine-color-tide-3))"),
    cheat: resolve("light-dark(var(--mantine-color-orange-8), var(--mantine-color-orange-4))"),
    band: resolve("light-dark(rgba(253, 126, 20, 0.16), rgba(253, 126, 20, 0.22))"),
    bandSelected: resolve("light-dark(rgba(253, 126, 20, 0.38), rgba(253, 126, 20, 0.45))"),
    text: resolve("var(--app-muted)"),
    grid: resolve("var(--app-border)"),
  };
  probe.remove();
  return colors;
}

function options(width: number, colors: Colors, draw: (u: uPlot) => void): uPlot.Options {
  const axis = {
    stroke: colors.text,
    grid: { stroke: colors.grid, width: 1 },
    ticks: { stroke: colors.grid, width: 1 },
  };
  return {
    width,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { y: false },
    scales: { x: { time: true }, y: { range: [0, 100] } },
    axes: [
      {
        ...axis,
        space: TIME_LABEL_PX,
        values: (_, splits) => splits.map((at) => formatClock(new Date(at * 1000).toISOString())),
      },
      { ...axis, size: 40 },
    ],
    series: [
      {},
      { label: "Focus score", stroke: colors.focus, width: 2, spanGaps: false, points: dots(colors.focus) },
      { label: "Cheat score", stroke: colors.cheat, width: 1.5, dash: [6, 4], points: dots(colors.cheat) },
    ],
    hooks: { drawAxes: [draw] },
  };
}

/** A point that stands alone between two gaps is a dot: there is no line to show it. */
const dots = (color: string): uPlot.Series.Points => ({
  show: true,
  size: 5,
  fill: color,
  filter: (u, seriesIndex) => loneValues(Array.from(u.data[seriesIndex] ?? [])),
});

function drawBands(u: uPlot, incidents: readonly Incident[], selectedId: string | null, colors: Colors): void {
  const { ctx, bbox } = u;
  const openEnd = u.scales.x?.max ?? 0;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  // Of two that begin together the second would be written over the first. The list names both.
  let labelledTo = -Infinity;
  for (const { incident, from, to } of incidentBands(incidents, openEnd)) {
    const left = Math.max(u.valToPos(from, "x", true), bbox.left);
    const width = Math.max(u.valToPos(to, "x", true) - left, 3 * devicePixelRatio);
    ctx.fillStyle = incident.id === selectedId ? colors.bandSelected : colors.band;
    ctx.fillRect(left, bbox.top, width, bbox.height);
    ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    const words = incidentWords(incident);
    if (left >= labelledTo && ctx.measureText(words).width + 8 * devicePixelRatio <= width) {
      ctx.fillStyle = colors.text;
      ctx.textAlign = "left";
      ctx.textBaseline = "alphabetic";
      ctx.fillText(words, left + 4 * devicePixelRatio, bbox.top + 14 * devicePixelRatio);
      labelledTo = left + width;
    }
  }
  ctx.restore();
}
