import { describe, expect, it } from "vitest";
import { FramePacer } from "./framePacer";

const CLEAR = { bufferedBytes: 0, encoderBusy: false };

/** Offers pictures at `cameraFps` for `seconds`, starting at `fromMillis`; returns how many were sent. */
function run(
  pacer: FramePacer,
  options: { fromMillis: number; seconds: number; cameraFps?: number; frameBytes?: number; bufferedBytes?: number },
): number {
  const { fromMillis, seconds, cameraFps = 30, frameBytes = 8_000, bufferedBytes = 0 } = options;
  let sent = 0;
  for (let frame = 0; frame < seconds * cameraFps; frame += 1) {
    if (pacer.admit(fromMillis + (frame * 1000) / cameraFps, { bufferedBytes, encoderBusy: false })) {
      sent += 1;
      pacer.onSent(frameBytes);
    }
  }
  return sent;
}

describe("FramePacer", () => {
  it("sends every picture of a 30 FPS camera when nothing stands against it", () => {
    expect(run(new FramePacer(30), { fromMillis: 1000, seconds: 10 })).toBe(300);
  });

  it.each([5, 10, 15, 20])("keeps to the %i FPS that the server asks for", (fps) => {
    const pacer = new FramePacer(30);
    pacer.onTargetFps(fps);
    const sent = run(pacer, { fromMillis: 1000, seconds: 10 });
    expect(sent).toBeGreaterThanOrEqual(fps * 10 * 0.9);
    expect(sent).toBeLessThanOrEqual(fps * 10 + 2);
  });

  it("never sends faster than the exam's rate, whatever the camera or the server say", () => {
    const pacer = new FramePacer(30);
    pacer.onTargetFps(120);
    expect(run(pacer, { fromMillis: 1000, seconds: 10, cameraFps: 60 })).toBeLessThanOrEqual(302);
  });

  it("stays within the bandwidth budget when pictures are large", () => {
    const bytes = 25_000;
    const sent = run(new FramePacer(30), { fromMillis: 1000, seconds: 20, frameBytes: bytes });
    const megabitPerSecond = (sent * bytes * 8) / 20 / 1e6;
    expect(megabitPerSecond).toBeLessThan(2.7);
    expect(megabitPerSecond).toBeGreaterThan(2.3);
  });

  it("drops instead of queueing while the encoder is busy or the socket is full", () => {
    const pacer = new FramePacer(30);
    expect(pacer.admit(1000, { bufferedBytes: 0, encoderBusy: true })).toBe(false);
    expect(pacer.admit(1033, { bufferedBytes: 200_000, encoderBusy: false })).toBe(false);
    expect(pacer.admit(1066, CLEAR)).toBe(true);
  });

  it("lowers the rate on a slow link and raises it again when the link recovers", () => {
    const pacer = new FramePacer(30);
    run(pacer, { fromMillis: 1000, seconds: 6, bufferedBytes: 200_000 });
    const low = pacer.fps;
    expect(low).toBeLessThan(8);
    expect(low).toBeGreaterThanOrEqual(2);
    run(pacer, { fromMillis: 7000, seconds: 20 });
    expect(pacer.fps).toBe(30);
  });

  it("takes late replies for a slow link", () => {
    const pacer = new FramePacer(30);
    run(pacer, { fromMillis: 1000, seconds: 1 });
    pacer.onReply(1500);
    run(pacer, { fromMillis: 2100, seconds: 1 });
    expect(pacer.fps).toBeLessThan(30);
  });

  it("ignores a rate that is none", () => {
    const pacer = new FramePacer(30);
    pacer.onTargetFps(Number.NaN);
    pacer.onTargetFps(0);
    expect(pacer.fps).toBe(30);
  });
});
