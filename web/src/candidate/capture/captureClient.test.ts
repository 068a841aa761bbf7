import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AnalysisResult } from "../../api/analyzeMessages";
import { CaptureClient } from "./captureClient";
import type { CaptureConfig, FromCaptureWorker, RecordedClip, ToCaptureWorker } from "./messages";

/** A worker whose other end is the test. */
class FakeWorker {
  onmessage: ((event: { data: FromCaptureWorker }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  onmessageerror: (() => void) | null = null;
  readonly heard: ToCaptureWorker["type"][] = [];
  terminated = false;

  constructor() {
    workers.push(this);
  }

  postMessage(message: ToCaptureWorker): void {
    this.heard.push(message.type);
  }

  terminate(): void {
    this.terminated = true;
  }

  say(...messages: FromCaptureWorker[]): void {
    for (const data of messages) this.onmessage?.({ data });
  }
}

const workers: FakeWorker[] = [];

const CONFIG: CaptureConfig = {
  socketUrl: "ws://localhost/analyze",
  width: 320,
  height: 240,
  fps: 30,
  jpegQuality: 0.8,
  clipMillis: 10_000,
  beforeMillis: 4000,
};

const asks = (clipId: string): FromCaptureWorker => ({
  type: "result",
  result: { record: true, clip: { clip_id: clipId } } as AnalysisResult,
});

const clip = (clipId: string): FromCaptureWorker => ({ type: "clip", clip: { clipId } as RecordedClip });

describe("CaptureClient", () => {
  let told: FromCaptureWorker[];
  let client: CaptureClient;
  let worker: FakeWorker;
  const finished = vi.fn();

  /** What was told of clips and of the recorder, in order. */
  const words = () =>
    told.flatMap((message) => {
      if (message.type === "clip") return [`clip ${message.clip.clipId}`];
      if (message.type === "clip_lost") return [`clip_lost ${message.clipId}: ${message.reason}`];
      return message.type === "recorder_failed" ? [`recorder_failed: ${message.reason}`] : [];
    });

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("Worker", FakeWorker);
    finished.mockReset();
    told = [];
    client = new CaptureClient(CONFIG, (message) => told.push(message));
    const made = workers.pop();
    if (made === undefined) throw new Error("No worker was made.");
    worker = made;
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const settle = () => vi.advanceTimersByTimeAsync(0);

  it("is finished when the worker says so, and ends the worker", async () => {
    worker.say(asks("a"));
    void client.finish().then(finished);
    worker.say(clip("a"));
    await settle();
    expect(finished).not.toHaveBeenCalled();
    worker.say({ type: "finished" });
    await settle();
    expect(finished).toHaveBeenCalledOnce();
    expect(worker.terminated).toBe(true);
    expect(words()).toEqual(["clip a"]);
  });

  it("is asked to finish once, however often that is called", async () => {
    void client.finish().then(finished);
    void client.finish().then(finished);
    worker.say({ type: "finished" });
    await settle();
    expect(worker.heard.filter((type) => type === "finish")).toHaveLength(1);
    expect(finished).toHaveBeenCalledTimes(2);
  });

  it("finishes at once where the worker was never loaded, and says what to do", async () => {
    worker.onerror?.({ message: "" });
    expect(words()).toEqual(["recorder_failed: a part of this page could not be loaded"]);
    void client.finish().then(finished);
    await settle();
    expect(finished).toHaveBeenCalledOnce();
  });

  it("finishes when the worker turns out not to load while it is waited for", async () => {
    void client.finish().then(finished);
    worker.onerror?.({ message: "" });
    await settle();
    expect(finished).toHaveBeenCalledOnce();
  });

  it("finishes in time where the worker never says a word", async () => {
    void client.finish().then(finished);
    await vi.advanceTimersByTimeAsync(CONFIG.clipMillis + 9_999);
    expect(finished).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(finished).toHaveBeenCalledOnce();
    expect(worker.terminated).toBe(true);
  });

  it("tells of each clip that will not come, once", async () => {
    worker.say(asks("a"), asks("b"), asks("c"), asks("a"), clip("a"), asks("a"));
    worker.say({ type: "clip_lost", clipId: "b", reason: "Nothing." }, asks("b"));
    void client.finish().then(finished);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(finished).toHaveBeenCalledOnce();
    expect(words()).toEqual(["clip a", "clip_lost b: Nothing.", "clip_lost c: The recording did not finish in time."]);
    worker.say(clip("c"));
    expect(words()).toHaveLength(3);
  });

  it("goes on after an error of a worker that works", async () => {
    worker.say(asks("a"));
    worker.onerror?.({ message: "A picture was odd." });
    void client.finish().then(finished);
    await settle();
    expect(finished).not.toHaveBeenCalled();
    worker.say(clip("a"), { type: "finished" });
    await settle();
    expect(finished).toHaveBeenCalledOnce();
    expect(words()).toEqual(["recorder_failed: A picture was odd.", "clip a"]);
  });

  it("says that a message was unreadable, and that its clip is lost", async () => {
    worker.say(asks("a"));
    worker.onmessageerror?.();
    void client.finish();
    worker.say({ type: "finished" });
    await settle();
    expect(words()).toEqual([
      "recorder_failed: a message between two parts of this page could not be read",
      "clip_lost a: The recording ended before the clip was made.",
    ]);
  });

  it("still brings the clips that are being cut when the page goes, and then ends the worker", async () => {
    worker.say(asks("a"));
    void client.finish().then(finished);
    client.dispose();
    expect(worker.terminated).toBe(false);
    worker.say({ type: "connection", state: "closed", failures: 0, heardAtMillis: null }, clip("a"), {
      type: "finished",
    });
    await settle();
    expect(finished).toHaveBeenCalledOnce();
    expect(worker.terminated).toBe(true);
    expect(told.map(({ type }) => type)).toEqual(["result", "clip"]);
  });

  it("cuts what is under way when the page goes without finishing", () => {
    worker.say(asks("a"));
    client.dispose();
    expect(worker.heard).toEqual(["start", "camera_lost", "finish"]);
    worker.say(clip("a"), { type: "finished" });
    expect(words()).toEqual(["clip a"]);
    expect(worker.terminated).toBe(true);
  });

  it("ends a worker that does not, after the page is gone", async () => {
    worker.say(asks("a"));
    client.dispose();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(worker.terminated).toBe(true);
    expect(words()).toEqual(["clip_lost a: The recording did not finish in time."]);
  });
});
