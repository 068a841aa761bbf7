// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";
import { FramePacer } from "../framePacer";
import { CaptureCounts } from "./captureCounts";
import { FrameSender } from "./frameSender";

const START = 1_767_225_600_000;
const FPS = 30;
const JPEG_BYTES = 8_000;

describe("FrameSender", () => {
  let nowMillis: number;
  let link: {
    isOpen: boolean;
    bufferedBytes: number;
    lastSeq: number;
    send: (at: number, jpeg: ArrayBuffer) => number;
  };
  let sentAt: number[];
  let pacer: FramePacer;
  let counts: CaptureCounts;
  let sender: FrameSender;
  /** Ends each compression that waits; undefined: none has to wait. */
  let compressions: (() => void)[] | undefined;

  /** Offers a picture taken now, and lets time pass to the next one. */
  async function picture(maxFps = Infinity): Promise<void> {
    await sender.onPicture(nowMillis, maxFps, compress);
    nowMillis += 1000 / FPS;
  }

  async function compress(): Promise<ArrayBuffer> {
    if (compressions !== undefined) await new Promise<void>((resolve) => compressions?.push(resolve));
    return new ArrayBuffer(JPEG_BYTES);
  }

  const counted = () => {
    nowMillis = Math.max(nowMillis, START + 1000);
    return counts.take(0);
  };

  beforeEach(() => {
    nowMillis = START;
    sentAt = [];
    compressions = undefined;
    link = {
      isOpen: true,
      bufferedBytes: 0,
      lastSeq: 0,
      send: (atMillis, jpeg) => {
        link.lastSeq += 1;
        sentAt.push(atMillis);
        return jpeg.byteLength;
      },
    };
    pacer = new FramePacer(FPS, () => 0.5);
    counts = new CaptureCounts(() => nowMillis);
    sender = new FrameSender(link, pacer, counts, () => nowMillis);
  });

  it("sends each picture with the time at which it was taken, and counts it", async () => {
    for (let n = 0; n < FPS; n += 1) await picture();
    expect(sentAt).toHaveLength(FPS);
    expect(sentAt.slice(0, 2)).toEqual([START, START + 1000 / FPS]);
    const stats = counted();
    expect(stats.sentFps).toBeCloseTo(FPS);
    expect(stats.sentKbitPerSecond).toBeCloseTo((FPS * JPEG_BYTES * 8) / 1000);
    expect(stats.droppedFrames).toBe(0);
  });

  it("neither sends nor counts as left out what comes while there is no socket", async () => {
    link.isOpen = false;
    await picture();
    expect(sentAt).toEqual([]);
    expect(counted().droppedFrames).toBe(0);
  });

  it("compresses one picture at a time, and leaves out those that come meanwhile", async () => {
    const waiting: (() => void)[] = [];
    compressions = waiting;
    const first = sender.onPicture(nowMillis, Infinity, compress);
    nowMillis += 100;
    const second = sender.onPicture(nowMillis, Infinity, compress);
    expect(waiting).toHaveLength(1);
    waiting[0]?.();
    await Promise.all([first, second]);
    expect(sentAt).toEqual([START]);
    compressions = undefined;
    nowMillis += 100;
    await picture();
    expect(sentAt).toEqual([START, START + 200]);
    expect(counted().droppedFrames).toBe(1);
  });

  it("goes on after a picture that could not be compressed", async () => {
    const failing = () => sender.onPicture(nowMillis, Infinity, () => Promise.reject(new Error("no")));
    await expect(failing()).rejects.toThrow("no");
    nowMillis += 100;
    await expect(failing()).rejects.toThrow("no");
  });

  it("counts nothing that the socket did not take", async () => {
    link.send = () => 0;
    await picture();
    expect(counted().sentFps).toBe(0);
  });

  it("sends fewer pictures while replies come late, by the picture that each is for", async () => {
    await picture();
    await picture();
    nowMillis = START + 2_000;
    sender.onResult({ seq: 2, target_fps: FPS });
    await picture();
    expect(pacer.fps).toBeLessThan(FPS);
  });

  it("does not take a reply for one of the socket before", async () => {
    await picture();
    sender.onOpen();
    nowMillis = START + 2_000;
    sender.onResult({ seq: 1, target_fps: FPS });
    await picture();
    expect(pacer.fps).toBe(FPS);
  });

  it("sends larger pictures at the rate that is theirs, and small ones at the full rate again", async () => {
    for (let n = 0; n < FPS * 4; n += 1) await picture(8);
    expect(sentAt.length).toBeGreaterThanOrEqual(29);
    expect(sentAt.length).toBeLessThanOrEqual(35);
    sentAt.length = 0;
    for (let n = 0; n < FPS; n += 1) await picture();
    expect(sentAt.length).toBeGreaterThanOrEqual(FPS - 2);
  });

  it("keeps to the rate that the server asks for", async () => {
    sender.onResult({ seq: 1, target_fps: 10 });
    for (let n = 0; n < FPS * 2; n += 1) await picture();
    expect(sentAt.length).toBeGreaterThanOrEqual(18);
    expect(sentAt.length).toBeLessThanOrEqual(22);
  });
});
