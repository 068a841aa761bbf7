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

/** Park and Miller's generator: a test must not depend on chance. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

describe("FramePacer", () => {
  it("sends every picture of a 30 FPS camera when nothing stands against it", () => {
    expect(run(new FramePacer(30), { fromMillis: 1000, seconds: 10 })).toBe(300);
  });

  it.each([5, 10, 15, 20])("keeps to the %i FPS that the server asks for", (fps) => {
    const pacer = new FramePacer(30, seeded(fps));
    pacer.onTargetFps(fps);
    const sent = run(pacer, { fromMillis: 1000, seconds: 60 });
    expect(sent).toBeGreaterThanOrEqual(fps * 60 * 0.97);
    expect(sent).toBeLessThanOrEqual(fps * 60 * 1.03);
  });

  it("takes two students out of step who were asked down at the same moment", () => {
    const moments = [11, 12].map((seed) => {
      const pacer = new FramePacer(30, seeded(seed));
      pacer.onTargetFps(2);
      const sent: number[] = [];
      for (let millis = 0; millis < 60_000; millis += 33) if (pacer.admit(millis, CLEAR)) sent.push(millis);
      return sent;
    });
    const [one = [], other = []] = moments;
    expect(one.length).toBeGreaterThan(110);
    expect(one.length).toBeLessThan(130);
    const apart = one.slice(20).map((millis) => Math.min(...other.map((moment) => Math.abs(moment - millis))));
    const mean = apart.reduce((sum, millis) => sum + millis, 0) / apart.length;
    expect(mean).toBeGreaterThan(60); // 125 without any relation, 0 in step
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
