// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";
import { ChunkRing } from "../chunkRing";
import type { CutClip } from "../clipPlanner";
import type { FromCaptureWorker, RecordedClip } from "../messages";
import { ClipCutter, type Recording } from "./clipCutter";

const START = 1_767_225_600_000;
const CONFIG = { clipMillis: 10_000, beforeMillis: 4000, width: 320, height: 240, fps: 10 };

/** Ten pictures a second, a key picture each second, in [from, to) seconds. */
function fill(ring: ChunkRing, from: number, to: number): void {
  for (let millis = from * 1000; millis < to * 1000; millis += 100) {
    ring.push({ atMillis: START + millis, key: millis % 1000 === 0, data: new Uint8Array(10) });
  }
}

const request = (clipId: string, atSeconds: number) => ({
  clipId,
  behavior: "absent",
  eventAtMillis: START + atSeconds * 1000,
});

const clipOf = ({ request: { clipId, behavior } }: CutClip): RecordedClip => ({
  clipId,
  behavior,
  recordedAtMillis: START,
  durationMillis: 10_000,
  sha256: "0",
  file: new ArrayBuffer(1),
});

describe("ClipCutter", () => {
  let told: FromCaptureWorker[];
  let nowMillis: number;
  let recording: Recording & { flush: () => Promise<void> };
  let mux: (cut: CutClip) => Promise<RecordedClip>;
  let cutter: ClipCutter;

  /** Each message as "type clipId", in order. */
  const words = () =>
    told.map((message) => {
      if (message.type === "clip") return `clip ${message.clip.clipId}`;
      return message.type === "clip_lost" ? `clip_lost ${message.clipId}` : message.type;
    });

  beforeEach(() => {
    told = [];
    nowMillis = START + 20_000;
    recording = { ring: new ChunkRing(16_000, 1_000_000), codec: "vp9", flush: () => Promise.resolve() };
    fill(recording.ring, 5, 20);
    mux = (cut) => Promise.resolve(clipOf(cut));
    cutter = new ClipCutter(
      CONFIG,
      (message) => told.push(message),
      () => nowMillis,
      (cut) => mux(cut),
    );
  });

  it("cuts what is complete and leaves the rest", async () => {
    cutter.start(recording);
    cutter.request(request("a", 10));
    cutter.request(request("b", 19));
    await cutter.cutDue(false);
    expect(words()).toEqual(["clip a"]);
    expect(cutter.isIdle).toBe(false);
    await cutter.cutDue(true);
    expect(words()).toEqual(["clip a", "clip b"]);
    expect(cutter.isIdle).toBe(true);
  });

  it("loses the one clip that cannot be written, says so, and goes on with the others", async () => {
    mux = (cut) =>
      cut.request.clipId === "b" ? Promise.reject(new Error("No memory.")) : Promise.resolve(clipOf(cut));
    cutter.start(recording);
    for (const id of ["a", "b", "c"]) cutter.request(request(id, 10));
    await cutter.cutDue(false);
    expect(words()).toEqual(["clip a", "clip_lost b", "clip c"]);
    expect(told[1]).toMatchObject({ reason: "Error: No memory." });
    expect(cutter.isIdle).toBe(true);
  });

  it("cuts from what it has when the encoder fails to hand over its last pictures", async () => {
    recording.flush = () => Promise.reject(new Error("Encoder closed."));
    cutter.start(recording);
    cutter.request(request("a", 10));
    await cutter.cutDue(false);
    expect(words()).toEqual(["recorder_failed", "clip a"]);
  });

  it("tells of a clip around which nothing was recorded", async () => {
    cutter.start({ ...recording, ring: new ChunkRing(16_000, 1000) });
    cutter.request(request("a", 10));
    await cutter.cutDue(false);
    expect(words()).toEqual(["clip_lost a"]);
  });

  it("cuts a clip that was asked for while the recorder was being made", async () => {
    cutter.request(request("a", 10));
    cutter.request(request("a", 10));
    expect(cutter.isIdle).toBe(false);
    await cutter.cutDue(false);
    cutter.start(recording);
    await cutter.cutDue(false);
    expect(words()).toEqual(["clip a"]);
  });

  it("tells of each clip once where there is no recorder", () => {
    cutter.request(request("a", 10));
    cutter.fail("No VP8.");
    cutter.request(request("b", 11));
    cutter.request(request("a", 10));
    cutter.request(request("b", 11));
    expect(words()).toEqual(["recorder_failed", "clip_lost a", "clip_lost b"]);
    expect(cutter.isIdle).toBe(true);
  });

  it("tells of a clip that is refused because too many are under way, once", () => {
    cutter.start(recording);
    for (let i = 0; i < 10; i++) cutter.request(request(`clip-${i}`, 19));
    cutter.request(request("clip-9", 19));
    expect(words()).toEqual(["clip_lost clip-8", "clip_lost clip-9"]);
  });

  it("bounds the clips that wait for the recorder", async () => {
    for (let i = 0; i < 10; i++) cutter.request(request(`clip-${i}`, 10));
    expect(words()).toEqual(["clip_lost clip-8", "clip_lost clip-9"]);
    cutter.start(recording);
    await cutter.cutDue(true);
    expect(words()).toHaveLength(10);
  });

  it("is not idle, and does not cut twice, while a clip is being written", async () => {
    let write: (() => void) | undefined;
    mux = (cut) =>
      new Promise((resolve) => {
        write = () => {
          resolve(clipOf(cut));
        };
      });
    cutter.start(recording);
    cutter.request(request("a", 10));
    const cutting = cutter.cutDue(true);
    await cutter.cutDue(true);
    await Promise.resolve();
    expect(cutter.isIdle).toBe(false);
    write?.();
    await cutting;
    expect(words()).toEqual(["clip a"]);
    expect(cutter.isIdle).toBe(true);
  });
});
