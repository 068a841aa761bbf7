import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cameraTrouble, CAMERA_ADVICE } from "./cameraErrors";
import { useCamera } from "./useCamera";

class FakeTrack extends EventTarget {
  readonly stop = vi.fn();
}

class FakeMedia extends EventTarget {
  next: () => Promise<MediaStream> = () => Promise.resolve(fakeStream().stream);
  readonly asked: MediaStreamConstraints[] = [];

  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    this.asked.push(constraints);
    return this.next();
  }

  enumerateDevices(): Promise<Partial<MediaDeviceInfo>[]> {
    return Promise.resolve([
      { kind: "videoinput", deviceId: "front", label: "Front" },
      { kind: "videoinput", deviceId: "usb", label: "" },
      { kind: "audioinput", deviceId: "mic", label: "Mic" },
    ]);
  }
}

function fakeStream() {
  const track = new FakeTrack();
  return { track, stream: { getTracks: () => [track], getVideoTracks: () => [track] } as unknown as MediaStream };
}

const refuse = (name: string) => () => Promise.reject(new DOMException("", name));
let media: FakeMedia;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  media = new FakeMedia();
  Object.defineProperty(navigator, "mediaDevices", { value: media, configurable: true });
});

afterEach(() => {
  vi.useRealTimers();
});

async function started() {
  const hook = renderHook(() => useCamera());
  await act(async () => {
    hook.result.current.start();
    await vi.advanceTimersByTimeAsync(0);
  });
  return hook;
}

describe("useCamera", () => {
  it("opens the camera without sound and lists the others", async () => {
    const { result } = await started();
    expect(result.current.camera.state).toBe("on");
    expect(media.asked[0]).toMatchObject({ audio: false });
    expect(result.current.devices).toEqual([
      { deviceId: "front", label: "Front" },
      { deviceId: "usb", label: "Camera 2" },
    ]);
  });

  it("takes a busy camera as soon as it is free", async () => {
    media.next = refuse("NotReadableError");
    const { result } = await started();
    expect(result.current.camera).toEqual({ state: "trouble", trouble: "busy" });
    media.next = () => Promise.resolve(fakeStream().stream);
    await act(() => vi.advanceTimersByTimeAsync(5000));
    expect(result.current.camera.state).toBe("on");
  });

  it("waits for the student after a refusal", async () => {
    media.next = refuse("NotAllowedError");
    const { result } = await started();
    await act(() => vi.advanceTimersByTimeAsync(60_000));
    expect(media.asked).toHaveLength(1);
    media.next = () => Promise.resolve(fakeStream().stream);
    await act(async () => {
      result.current.start();
      await vi.advanceTimersByTimeAsync(0);
    });
    expect(result.current.camera.state).toBe("on");
  });

  it("tells that a camera was unplugged, and takes it back at once", async () => {
    const first = fakeStream();
    media.next = () => Promise.resolve(first.stream);
    const { result } = await started();
    media.next = refuse("NotFoundError");
    act(() => {
      first.track.dispatchEvent(new Event("ended"));
    });
    expect(result.current.camera).toEqual({ state: "trouble", trouble: "unplugged" });
    media.next = () => Promise.resolve(fakeStream().stream);
    await act(async () => {
      media.dispatchEvent(new Event("devicechange"));
      await vi.advanceTimersByTimeAsync(0);
    });
    expect(result.current.camera.state).toBe("on");
  });

  it("remembers the chosen camera and releases the one before", async () => {
    const first = fakeStream();
    media.next = () => Promise.resolve(first.stream);
    const { result, unmount } = await started();
    const second = fakeStream();
    media.next = () => Promise.resolve(second.stream);
    await act(async () => {
      result.current.start("usb");
      await vi.advanceTimersByTimeAsync(0);
    });
    expect(first.track.stop).toHaveBeenCalled();
    expect(media.asked.at(-1)).toMatchObject({ video: { deviceId: { ideal: "usb" } } });
    unmount();
    expect(second.track.stop).toHaveBeenCalled();
    await started();
    expect(media.asked.at(-1)).toMatchObject({ video: { deviceId: { ideal: "usb" } } });
  });
});

it.each([
  ["NotAllowedError", "denied"],
  ["NotFoundError", "missing"],
  ["OverconstrainedError", "missing"],
  ["NotReadableError", "busy"],
  ["SecurityError", "blocked_by_page"],
  ["WhoKnows", "unknown"],
] as const)("%s is said as %s, with something to do", (name, trouble) => {
  expect(cameraTrouble(new DOMException("", name))).toBe(trouble);
  expect(CAMERA_ADVICE[trouble].steps.length).toBeGreaterThan(0);
});
