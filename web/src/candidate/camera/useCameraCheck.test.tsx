import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../../api/problem";
import { useCameraCheck } from "./useCameraCheck";

const server = vi.hoisted(() => ({ checkCamera: vi.fn() }));
vi.mock("../../api/server", () => server);

const SEEN = { presence: "present", persons: 1, face_size: "small" };
const TRACK = {} as MediaStreamTrack;
let isHidden: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  isHidden = false;
  server.checkCamera.mockReset().mockResolvedValue(SEEN);
  vi.stubGlobal("MediaStream", EventTarget);
  vi.spyOn(document, "hidden", "get").mockImplementation(() => isHidden);
  vi.spyOn(HTMLMediaElement.prototype, "readyState", "get").mockReturnValue(HTMLMediaElement.HAVE_ENOUGH_DATA);
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
  vi.spyOn(HTMLVideoElement.prototype, "videoWidth", "get").mockReturnValue(640);
  vi.spyOn(HTMLVideoElement.prototype, "videoHeight", "get").mockReturnValue(480);
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue({ drawImage: vi.fn() } as unknown as null);
  vi.spyOn(HTMLCanvasElement.prototype, "toDataURL").mockReturnValue("data:image/jpeg;base64,AAAA");
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const pass = (millis: number) => act(() => vi.advanceTimersByTimeAsync(millis));

describe("useCameraCheck", () => {
  it("asks every two and a half seconds and tells the newest answer", async () => {
    const { result } = renderHook(() => useCameraCheck(TRACK));
    expect(result.current).toBeUndefined();
    await pass(1_300);
    expect(result.current).toEqual(SEEN);
    server.checkCamera.mockResolvedValue({ ...SEEN, face_size: "good" });
    await pass(2_500);
    expect(result.current?.face_size).toBe("good");
    expect(server.checkCamera).toHaveBeenCalledTimes(2);
    expect(server.checkCamera).toHaveBeenCalledWith("data:image/jpeg;base64,AAAA");
  });

  it("sends nothing without a camera, nor while nobody looks at the page", async () => {
    const { rerender } = renderHook(({ track }) => useCameraCheck(track), {
      initialProps: { track: undefined as MediaStreamTrack | undefined },
    });
    await pass(10_000);
    isHidden = true;
    rerender({ track: TRACK });
    await pass(10_000);
    expect(server.checkCamera).not.toHaveBeenCalled();
  });

  it.each([
    [503, "no_room"],
    [429, "too_many_looks"],
  ])("says nothing where it gets no look (%d), and asks again after ten seconds", async (status, code) => {
    const { result } = renderHook(() => useCameraCheck(TRACK));
    await pass(1_300);
    server.checkCamera.mockRejectedValueOnce(new Problem(status, code, "Not now."));
    await pass(2_500);
    expect(result.current).toBeUndefined();
    await pass(9_900);
    expect(server.checkCamera).toHaveBeenCalledTimes(2);
    await pass(200);
    expect(server.checkCamera).toHaveBeenCalledTimes(3);
    expect(result.current).toEqual(SEEN);
  });

  it("stops with the page", async () => {
    const { unmount } = renderHook(() => useCameraCheck(TRACK));
    await pass(1_300);
    unmount();
    await pass(30_000);
    expect(server.checkCamera).toHaveBeenCalledOnce();
  });
});
