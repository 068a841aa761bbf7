// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";
import { CaptureCounts } from "./captureCounts";

describe("CaptureCounts", () => {
  let nowMillis: number;
  let counts: CaptureCounts;

  beforeEach(() => {
    nowMillis = 1_767_225_600_000;
    counts = new CaptureCounts(() => nowMillis);
  });

  it("gives rates by the time that has passed, however long that was", () => {
    for (let n = 0; n < 60; n += 1) counts.onPicture();
    for (let n = 0; n < 40; n += 1) counts.onSent(1_000);
    for (let n = 0; n < 20; n += 1) counts.onDropped();
    nowMillis += 2_000;
    expect(counts.take(123)).toEqual({
      cameraFps: 30,
      sentFps: 20,
      sentKbitPerSecond: 160,
      droppedFrames: 20,
      ringBytes: 123,
    });
  });

  it("begins anew each time", () => {
    counts.onPicture();
    counts.onSent(5_000);
    counts.onDropped();
    nowMillis += 1_000;
    counts.take(0);
    nowMillis += 500;
    counts.onPicture();
    nowMillis += 500;
    expect(counts.take(0)).toEqual({
      cameraFps: 1,
      sentFps: 0,
      sentKbitPerSecond: 0,
      droppedFrames: 0,
      ringBytes: 0,
    });
  });

  it("gives numbers also when it is asked twice in one moment", () => {
    counts.onPicture();
    expect(Number.isFinite(counts.take(0).cameraFps)).toBe(true);
  });
});
