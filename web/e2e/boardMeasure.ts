import { loadavg } from "node:os";
import type { Browser, Page } from "@playwright/test";

/** What the board costs the page. */
export interface BoardFigures {
  readonly view: string;
  readonly students: number;
  readonly seconds: number;
  /** Of each half second, which is one message of the live socket, the longest task of the page's own thread. */
  readonly task_p50_ms: number;
  readonly task_p95_ms: number;
  readonly task_max_ms: number;
  /** The same as its 95th percentile above, in processor time: without what others on the machine took meanwhile. */
  readonly task_cpu_p95_ms: number;
  /** Tasks of more than 50 ms, a minute. */
  readonly long_tasks_per_minute: number;
  readonly main_thread_cores: number;
  /** What is left after a collection of garbage, at equal distances from the beginning on. */
  readonly heap_mb: readonly number[];
  /** Nodes of the document, first and last. */
  readonly nodes_first: number;
  readonly nodes_last: number;
  /** Others who work on the machine are in all of the above: processes that want to run, mean of a minute. */
  readonly machine_load: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const SLOT_MICROS = 500_000;
const LONG_MICROS = 50_000;
const READINGS = 10;

/** Watches the page's thread for so long. The browser must have no other page at work. */
export async function measureBoard(
  browser: Browser,
  page: Page,
  view: string,
  students: number,
  seconds: number,
): Promise<BoardFigures> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const memory: { heapMb: number; nodes: number }[] = [];
  let busySeconds = 0;
  const tasks: Task[] = [];
  for (let reading = 0; reading < READINGS; reading += 1) {
    await session.send("HeapProfiler.collectGarbage");
    const before = await readMetrics();
    memory.push({ heapMb: (before.get("JSHeapUsedSize") ?? NaN) / 1e6, nodes: before.get("Nodes") ?? NaN });
    // In parts, so that no trace gets large; collecting garbage is in none of them.
    await browser.startTracing(page, { categories: ["-*", "toplevel", "disabled-by-default-devtools.timeline"] });
    await page.waitForTimeout((seconds * 1000) / READINGS);
    const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    tasks.push(...pageTasks(trace.traceEvents));
    busySeconds += ((await readMetrics()).get("TaskDuration") ?? NaN) - (before.get("TaskDuration") ?? NaN);
  }
  const longest = longestOfSlots(tasks, ({ dur }) => dur);
  const busiest = longestOfSlots(tasks, ({ tdur }) => tdur);
  return {
    view,
    students,
    seconds,
    task_p50_ms: quantile(longest, 0.5),
    task_p95_ms: quantile(longest, 0.95),
    task_max_ms: quantile(longest, 1),
    task_cpu_p95_ms: quantile(busiest, 0.95),
    long_tasks_per_minute: rounded((tasks.filter(({ dur }) => dur > LONG_MICROS).length * 60) / seconds, 1),
    main_thread_cores: rounded(busySeconds / seconds, 3),
    heap_mb: memory.map(({ heapMb }) => rounded(heapMb, 1)),
    nodes_first: memory.at(0)?.nodes ?? NaN,
    nodes_last: memory.at(-1)?.nodes ?? NaN,
    machine_load: rounded(loadavg()[0] ?? NaN, 1),
  };

  async function readMetrics(): Promise<ReadonlyMap<string, number>> {
    const { metrics } = await session.send("Performance.getMetrics");
    return new Map(metrics.map(({ name, value }) => [name, value]));
  }
}

/** In microseconds. */
interface Task {
  readonly ts: number;
  readonly dur: number;
  readonly tdur: number;
}

/** The longest of each half second, the shortest of them first. */
function longestOfSlots(tasks: readonly Task[], length: (task: Task) => number): readonly number[] {
  const slots = new Map<number, number>();
  for (const task of tasks) {
    const slot = Math.floor(task.ts / SLOT_MICROS);
    slots.set(slot, Math.max(slots.get(slot) ?? 0, length(task)));
  }
  return [...slots.values()].sort((a, b) => a - b);
}

const quantile = (micros: readonly number[], share: number): number =>
  rounded((micros[Math.min(Math.floor(share * micros.length), micros.length - 1)] ?? NaN) / 1000, 1);

/** The tasks of the busiest thread that calls itself the main one of a page. */
function pageTasks(events: readonly TraceEvent[]): Task[] {
  const mains = new Set(
    events
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const byThread = new Map<string, Task[]>();
  for (const { name, ph, pid, tid, ts, dur, tdur } of events) {
    const thread = `${pid} ${tid}`;
    if (name !== "RunTask" || ph !== "X" || dur === undefined || !mains.has(thread)) continue;
    const tasks = byThread.get(thread) ?? [];
    tasks.push({ ts, dur, tdur: tdur ?? dur });
    byThread.set(thread, tasks);
  }
  const busy = (tasks: readonly { dur: number }[]) => tasks.reduce((sum, { dur }) => sum + dur, 0);
  return [...byThread.values()].sort((a, b) => busy(b) - busy(a))[0] ?? [];
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
