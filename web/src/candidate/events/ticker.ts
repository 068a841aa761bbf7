/** Calls `onTick` twice a second, also while the page is in the background; what it returns ends that. */
export type Ticker = (onTick: () => void) => () => void;

const TICK_MILLIS = 500;

/** By a worker; where there is none, by the page's own timer, which is late in the background but better than nothing. */
export const workerTicker: Ticker = (onTick) => {
  let timer: ReturnType<typeof setInterval> | undefined;
  const tickHere = () => {
    timer ??= setInterval(onTick, TICK_MILLIS);
  };
  const worker = startWorker();
  if (worker === undefined) {
    tickHere();
  } else {
    worker.onmessage = onTick;
    worker.onerror = tickHere;
  }
  return () => {
    worker?.terminate();
    clearInterval(timer);
  };
};

function startWorker(): Worker | undefined {
  try {
    return new Worker(new URL("./worker/tickWorker.ts", import.meta.url), { type: "module", name: "tick" });
  } catch {
    return undefined;
  }
}
