import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { workerTicker } from "./ticker";

class FakeWorker {
  static newest: FakeWorker;
  onmessage: (() => void) | null = null;
  onerror: (() => void) | null = null;
  terminate = vi.fn();
  constructor() {
    FakeWorker.newest = this;
  }
}

const onTick = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("Worker", FakeWorker);
  onTick.mockReset();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("ticks with its worker", () => {
  const stop = workerTicker(onTick);
  FakeWorker.newest.onmessage?.();
  expect(onTick).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(10_000);
  expect(onTick).toHaveBeenCalledTimes(1);
  stop();
  expect(FakeWorker.newest.terminate).toHaveBeenCalled();
});

it("ticks by the page's own timer when the worker cannot be loaded", () => {
  const stop = workerTicker(onTick);
  FakeWorker.newest.onerror?.();
  FakeWorker.newest.onerror?.();
  vi.advanceTimersByTime(5_000);
  expect(onTick).toHaveBeenCalledTimes(10);
  stop();
  vi.advanceTimersByTime(5_000);
  expect(onTick).toHaveBeenCalledTimes(10);
});

it("ticks by the page's own timer where the browser refuses a worker", () => {
  vi.stubGlobal("Worker", () => {
    throw new Error("refused");
  });
  const stop = workerTicker(onTick);
  vi.advanceTimersByTime(1_000);
  expect(onTick).toHaveBeenCalledTimes(2);
  stop();
  expect(vi.getTimerCount()).toBe(0);
});
