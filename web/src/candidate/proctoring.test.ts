import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ExamSession, Presence } from "../api/types";
import type { FromCaptureWorker } from "./capture/messages";
import { Proctoring } from "./proctoring";

const worker = vi.hoisted((): { say: (message: unknown) => void; finished: () => void } => ({
  say: () => undefined,
  finished: () => undefined,
}));
const uploadClip = vi.hoisted(() => vi.fn());
const tellClipLost = vi.hoisted(() => vi.fn());

vi.mock("../api/server", () => ({ uploadClip, tellClipLost }));

vi.mock("./capture/captureClient", () => ({
  CaptureClient: class {
    constructor(_: unknown, onMessage: (message: unknown) => void) {
      worker.say = onMessage;
    }
    finish() {
      return new Promise<void>((resolve) => {
        worker.finished = resolve;
      });
    }
    dispose() {
      // As the real one: it goes on until the clips under way are cut.
    }
  },
}));

const session = {
  session_id: "s1",
  capture: { width: 320, height: 240, fps: 30, jpeg_quality: 0.8 },
  evidence: { clip_ms: 10_000, before_ms: 4000, max_clip_bytes: 1_000_000 },
} as ExamSession;

const result = (focus_score: number, presence: Presence, ...codes: string[]): FromCaptureWorker => ({
  type: "result",
  result: {
    type: "result",
    seq: 1,
    focus_score,
    presence,
    behaviors: [],
    alerts: codes.map((code) => ({ code, message: `words of ${code}` })),
    record: false,
    clip: null,
    target_fps: 30,
    dropped: 0,
    faces: 1,
    persons: 1,
    gaze: "center",
    yaw: 0,
    pitch: 0,
    roll: 0,
  },
});

describe("Proctoring", () => {
  let proctoring: Proctoring;
  const told = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    told.mockReset();
    proctoring = new Proctoring(session);
    proctoring.start();
    proctoring.subscribe(told);
  });

  afterEach(() => {
    proctoring.dispose();
    vi.useRealTimers();
  });

  it("tells the page of results four times a second, and only where something changes", () => {
    for (let i = 0; i < 30; i++) {
      worker.say(result(90 - i, "present"));
      vi.advanceTimersByTime(1000 / 30);
    }
    expect(told.mock.calls.length).toBeGreaterThanOrEqual(3);
    expect(told.mock.calls.length).toBeLessThanOrEqual(4);
    worker.say(result(61, "present"));
    vi.advanceTimersByTime(250);
    told.mockReset();
    for (let i = 0; i < 30; i++) {
      worker.say(result(61.2, "present"));
      vi.advanceTimersByTime(1000 / 30);
    }
    expect(told).not.toHaveBeenCalled();
    expect(proctoring.getSnapshot()).toMatchObject({ focusScore: 61, presence: "present", alerts: [] });
  });

  it("shows an alert in the server's words, and takes it back when the pictures stop", () => {
    worker.say(result(40, "present", "looking_left"));
    vi.advanceTimersByTime(250);
    expect(proctoring.getSnapshot().alerts).toEqual([{ code: "looking_left", message: "words of looking_left" }]);
    vi.advanceTimersByTime(2500);
    expect(proctoring.getSnapshot()).toMatchObject({ focusScore: null, presence: null, alerts: [] });
  });

  it("tells of the connection at once", () => {
    worker.say({
      type: "connection",
      state: "reconnecting",
      failures: 2,
      heardAtMillis: 7,
    } satisfies FromCaptureWorker);
    expect(proctoring.getSnapshot()).toMatchObject({ connection: "reconnecting", failures: 2, heardAtMillis: 7 });
  });

  it("counts clips that could not be made, and tells the server", () => {
    tellClipLost.mockRejectedValue(new Error("No network."));
    worker.say({ type: "clip_lost", clipId: "c1", reason: "nothing recorded" } satisfies FromCaptureWorker);
    expect(proctoring.getSnapshot().clipsNotMade).toBe(1);
    expect(tellClipLost).toHaveBeenCalledWith("s1", "c1", "not_recorded");
  });

  it("sends a clip that is cut after the page is gone, in the middle of finishing", async () => {
    uploadClip.mockResolvedValue({});
    const done = vi.fn();
    void proctoring.finish().then(done);
    proctoring.dispose();
    worker.say({
      type: "clip",
      clip: {
        clipId: "c1",
        behavior: "absent",
        recordedAtMillis: 0,
        durationMillis: 10_000,
        sha256: "0",
        file: new ArrayBuffer(8),
      },
    } satisfies FromCaptureWorker);
    worker.finished();
    await proctoring.uploads.drained();
    expect(done).toHaveBeenCalledOnce();
    expect(uploadClip).toHaveBeenCalledOnce();
    expect(proctoring.uploads.getSnapshot()).toMatchObject({ uploaded: 1, lost: 0, waiting: 0 });
  });

  it("is finished where nothing was begun", async () => {
    proctoring.dispose();
    await expect(proctoring.finish()).resolves.toBeUndefined();
  });
});
