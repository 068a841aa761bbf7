import { beforeEach, describe, expect, it } from "vitest";
import type { CaptureRequest } from "../../api/analyzeMessages";
import { PictureSize } from "./pictureSize";

const NORMAL = { width: 320, height: 240 };
const CAMERA = { width: 640, height: 480 };
const START = 1_767_225_600_000;

const asked = (change: Partial<CaptureRequest> = {}): CaptureRequest => ({
  type: "capture",
  width: 640,
  height: 480,
  max_fps: 10,
  for_ms: 10_000,
  ...change,
});

describe("PictureSize", () => {
  let size: PictureSize;

  beforeEach(() => {
    size = new PictureSize(NORMAL);
  });

  it("is the exam's while nothing was asked", () => {
    expect(size.sizeOf(CAMERA, START)).toEqual(NORMAL);
    expect(size.maxFps(START)).toBe(Infinity);
  });

  it("is what the server asked for, until that runs out", () => {
    size.ask(asked(), START);
    expect(size.sizeOf(CAMERA, START + 9_999)).toMatchObject(CAMERA);
    expect(size.maxFps(START + 9_999)).toBe(10);
    expect(size.sizeOf(CAMERA, START + 10_000)).toEqual(NORMAL);
    expect(size.maxFps(START + 10_000)).toBe(Infinity);
  });

  it("goes on while the request is renewed, and takes the newest rate", () => {
    size.ask(asked(), START);
    size.ask(asked({ max_fps: 7.5 }), START + 8_000);
    expect(size.sizeOf(CAMERA, START + 12_000)).toMatchObject(CAMERA);
    expect(size.maxFps(START + 12_000)).toBe(7.5);
  });

  it("is the exam's again at once when the server takes it back, or the socket is a new one", () => {
    size.ask(asked(), START);
    size.ask(asked({ width: 320, height: 240, for_ms: 0 }), START + 1000);
    expect(size.sizeOf(CAMERA, START + 1000)).toEqual(NORMAL);
    size.ask(asked(), START + 2000);
    size.forget();
    expect(size.sizeOf(CAMERA, START + 2000)).toEqual(NORMAL);
    expect(size.maxFps(START + 2000)).toBe(Infinity);
  });

  it.each([
    ["a camera as small as what is sent is not blown up", { width: 320, height: 240 }, 320],
    ["a camera a little smaller than asked for is not", { width: 600, height: 400 }, 320],
    ["a wide camera fills the width", { width: 640, height: 360 }, 640],
    ["a phone held upright fills the height", { width: 480, height: 640 }, 640],
    ["a large camera is made smaller", { width: 1920, height: 1080 }, 640],
  ])("%s", (_, camera, width) => {
    size.ask(asked(), START);
    expect(size.sizeOf(camera, START).width).toBe(width);
  });

  it.each([
    { width: 0 },
    { width: 640.5 },
    { height: -480 },
    { width: 100_000 },
    { max_fps: 0 },
    { max_fps: Number.NaN },
    { for_ms: Number.NaN },
    { width: undefined as unknown as number },
  ])("leaves a request alone that cannot be met: %o", (change) => {
    size.ask(asked(change), START);
    expect(size.sizeOf(CAMERA, START)).toEqual(NORMAL);
    expect(size.maxFps(START)).toBe(Infinity);
  });
});
