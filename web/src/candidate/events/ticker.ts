/** Calls `onTick` twice a second, also while the page is in the background; what it returns ends that. */
export type Ticker = (onTick: () => void) => () => void;

export const workerTicker: Ticker = (onTick) => {
  const worker = new Worker(new URL("./worker/tickWorker.ts", import.meta.url), { type: "module", name: "tick" });
  worker.onmessage = onTick;
  return () => {
    worker.terminate();
  };
};
