// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";
import { ChunkRing } from "../chunkRing";
import type { FromCaptureWorker } from "../messages";
import { ClipCutter } from "./clipCutter";
import { ClipRecording, type Recorder } from "./clipRecording";

const START = 1_767_225_600_000;
const CONFIG = {
  socketUrl: "ws://localhost/analyze",
  width: 320,
  height: 240,
  fps: 10,
  jpegQuality: 0.7,
  clipMillis: 10_000,
  beforeMillis: 4_000,
};

const asking = (clipId: string, atSeconds: number) => ({
  record: true,
  clip: {
    clip_id: clipId,
    behavior: "absent" as const,
    event_at: new Date(START + atSeconds * 1000).toISOString(),
    event_capture_time_ms: START + atSeconds * 1000,
  },
});

describe("ClipRecording", () => {
  let told: FromCaptureWorker[];
  let nowMillis: number;
  let recorder: Recorder & { recordedAt: number[] };
  let creation: Promise<Recorder>;
  let created: (recorder: Recorder) => void;
  let notCreated: (error: Error) => void;
  let onRecorderError: (reason: string) => void;
  let recording: ClipRecording;

  const words = () =>
    told.map((message) => {
      if (message.type === "clip") return `clip ${message.clip.clipId}`;
      if (message.type === "clip_lost") return `clip_lost ${message.clipId}: ${message.reason}`;
      return message.type === "recorder_failed" ? `recorder_failed: ${message.reason}` : message.type;
    });

  beforeEach(() => {
    told = [];
    nowMillis = START + 20_000;
    const ring = new ChunkRing(16_000, 1_000_000);
    for (let millis = 5_000; millis < 20_000; millis += 100) {
      ring.push({ atMillis: START + millis, key: millis % 1000 === 0, data: new Uint8Array(10) });
    }
    const recordedAt: number[] = [];
    recorder = {
      ring,
      codec: "vp9",
      recordedAt,
      flush: () => Promise.resolve(),
      record: (_, atMillis) => recordedAt.push(atMillis),
    };
    creation = new Promise((resolve, reject) => {
      created = resolve;
      notCreated = reject;
    });
    const say = (message: FromCaptureWorker) => told.push(message);
    const clips = new ClipCutter(
      CONFIG,
      say,
      () => nowMillis,
      ({ request: { clipId, behavior } }) =>
        Promise.resolve({
          clipId,
          behavior,
          recordedAtMillis: START,
          durationMillis: 10_000,
          sha256: "0",
          file: new ArrayBuffer(1),
        }),
    );
    recording = new ClipRecording(
      CONFIG,
      (onError) => {
        onRecorderError = onError;
        return creation;
      },
      say,
      () => nowMillis,
      clips,
    );
  });

  async function recorderIsThere(): Promise<void> {
    created(recorder);
    await creation;
  }

  it("makes the clip that a result asks for when its seconds are over", async () => {
    await recorderIsThere();
    recording.onResult(asking("a", 15));
    nowMillis = START + 20_500;
    expect(await recording.cutDue(false)).toBe(false);
    expect(words()).toEqual([]);
    nowMillis = START + 25_000;
    expect(await recording.cutDue(false)).toBe(true);
    expect(words()).toEqual(["clip a"]);
  });

  it("asks for nothing where a result does not", async () => {
    await recorderIsThere();
    recording.onResult({ ...asking("a", 10), record: false });
    recording.onResult({ record: true, clip: null });
    expect(await recording.cutDue(true)).toBe(true);
    expect(words()).toEqual([]);
  });

  it("keeps what is asked for while the recorder is being made, and records from then on", async () => {
    recording.record({} as OffscreenCanvas, START);
    expect(recording.sizeBytes).toBe(0);
    recording.onResult(asking("early", 10));
    expect(await recording.cutDue(true)).toBe(false);
    await recorderIsThere();
    recording.record({} as OffscreenCanvas, START + 1);
    expect(recorder.recordedAt).toEqual([START + 1]);
    expect(recording.sizeBytes).toBe(1500);
    expect(await recording.cutDue(true)).toBe(true);
    expect(words()).toEqual(["clip early"]);
  });

  it("tells each clip lost where there is no recorder", async () => {
    recording.onResult(asking("early", 10));
    notCreated(new Error("no codec"));
    await creation.catch(() => undefined);
    recording.onResult(asking("late", 11));
    expect(words()).toEqual([
      "recorder_failed: Error: no codec",
      "clip_lost early: Error: no codec",
      "clip_lost late: Error: no codec",
    ]);
    expect(await recording.cutDue(true)).toBe(true);
  });

  it("says when the recorder fails later", async () => {
    await recorderIsThere();
    onRecorderError("gone");
    expect(words()).toEqual(["recorder_failed: gone"]);
  });
});
