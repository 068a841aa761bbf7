import { loadavg } from "node:os";
import type { Page } from "@playwright/test";

/** How quickly the exam page answers to keys, and what its process costs meanwhile. */
export interface TypingFigures {
  readonly keys: number;
  /** From a key to the picture that shows it, by the browser's Event Timing: in steps of 8 ms, at least 16. */
  readonly key_p50_ms: number;
  readonly key_p95_ms: number;
  readonly key_max_ms: number;
  /** Processor time of the page's process with all its threads, the camera's worker among them, over the time measured. */
  readonly renderer_cores: number;
  /** That of the page's own thread. */
  readonly main_thread_cores: number;
  readonly camera_fps: number;
  readonly sent_fps: number;
  /** Others who work on the machine are in all of the above: processes that want to run, mean of a minute. */
  readonly machine_load: number;
}

interface CaptureStats {
  readonly cameraFps: number;
  readonly sentFps: number;
}

interface WatchedWindow {
  captureStats: CaptureStats[];
  keyMillis: number[];
}

/** Below this a browser tells of no event. */
const LEAST_MILLIS = 16;
const TEXT = "The quick brown fox jumps over the lazy dog, and writes about it at some length. ";

/** Lets `measureTyping` know what the camera's worker tells the page; to be called before the page is opened. */
export async function watchCapture(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: CaptureStats[] = [];
    (window as unknown as WatchedWindow).captureStats = seen;
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener("message", ({ data }: MessageEvent<{ type?: string; stats?: CaptureStats } | null>) => {
          if (data?.type === "stats" && data.stats !== undefined) seen.push(data.stats);
        });
      }
    };
  });
}

/** Types into the text answer of a running exam for so long, as a quick typist does. */
export async function measureTyping(page: Page, seconds: number, keysPerSecond = 8): Promise<TypingFigures> {
  await page.getByRole("textbox").first().focus();
  await page.evaluate((durationThreshold) => {
    const watched = window as unknown as WatchedWindow;
    watched.captureStats.length = 0;
    watched.keyMillis = [];
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === "keydown") watched.keyMillis.push(duration);
    }).observe({ type: "event", durationThreshold } as PerformanceObserverInit);
  }, LEAST_MILLIS);
  const measure = await cpuMeter(page);

  const fromMillis = performance.now();
  const before = await measure();
  let keys = 0;
  while (performance.now() - fromMillis < seconds * 1000) {
    const untilDueMillis = (keys * 1000) / keysPerSecond - (performance.now() - fromMillis);
    if (untilDueMillis > 0) await new Promise((resolve) => setTimeout(resolve, untilDueMillis));
    await page.keyboard.press(TEXT[keys % TEXT.length] ?? " ");
    keys += 1;
  }
  const after = await measure();
  const passedSeconds = (performance.now() - fromMillis) / 1000;

  const { keyMillis, captureStats } = await page.evaluate(() => {
    const { keyMillis, captureStats } = window as unknown as WatchedWindow;
    return { keyMillis, captureStats };
  });
  // A key of which nothing was told was quicker than the least.
  const all = [...keyMillis, ...Array<number>(Math.max(keys - keyMillis.length, 0)).fill(LEAST_MILLIS)].sort(
    (a, b) => a - b,
  );
  const quantile = (share: number) => all[Math.min(Math.floor(share * all.length), all.length - 1)] ?? NaN;
  return {
    keys,
    key_p50_ms: quantile(0.5),
    key_p95_ms: quantile(0.95),
    key_max_ms: quantile(1),
    renderer_cores: rounded((after.rendererSeconds - before.rendererSeconds) / passedSeconds, 3),
    main_thread_cores: rounded((after.mainSeconds - before.mainSeconds) / passedSeconds, 3),
    camera_fps: rounded(mean(captureStats.map(({ cameraFps }) => cameraFps)), 1),
    sent_fps: rounded(mean(captureStats.map(({ sentFps }) => sentFps)), 1),
    machine_load: rounded(loadavg()[0] ?? NaN, 1),
  };
}

/** Reads the processor time of the page's process and of its main thread. The browser must have no other page at work. */
async function cpuMeter(page: Page): Promise<() => Promise<{ rendererSeconds: number; mainSeconds: number }>> {
  const browser = page.context().browser();
  if (browser === null) throw new Error("The page's browser is not known.");
  const whole = await browser.newBrowserCDPSession();
  const one = await page.context().newCDPSession(page);
  await one.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { processInfo } = await whole.send("SystemInfo.getProcessInfo");
    const { metrics } = await one.send("Performance.getMetrics");
    return {
      rendererSeconds: processInfo
        .filter(({ type }) => type === "renderer")
        .reduce((sum, { cpuTime }) => sum + cpuTime, 0),
      mainSeconds: metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN,
    };
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
