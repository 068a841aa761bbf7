import { expect, it, vi } from "vitest";
import { CameraStandingWatch } from "./cameraStanding";
import type { CameraStanding } from "./messages";

class FakeTrack extends EventTarget {
  label = "Integrated Camera";
  muted = false;
  readyState: MediaStreamTrackState = "live";
}

it("tells whenever the camera or the page stands otherwise, until it is stopped", () => {
  const told: CameraStanding[] = [];
  const watch = new CameraStandingWatch((standing) => told.push(standing));
  const track = new FakeTrack();
  watch.stands(track as unknown as MediaStreamVideoTrack);
  expect(told.at(-1)).toEqual({ camera: "live", label: "Integrated Camera", hidden: false });

  track.muted = true;
  track.dispatchEvent(new Event("mute"));
  expect(told.at(-1)?.camera).toBe("muted");

  vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  document.dispatchEvent(new Event("visibilitychange"));
  expect(told.at(-1)?.hidden).toBe(true);

  watch.stands(undefined, "denied");
  expect(told.at(-1)).toMatchObject({ camera: "denied", label: null });
  watch.stands(undefined, "unplugged");
  expect(told.at(-1)?.camera).toBe("ended");

  const count = told.length;
  watch.stop();
  track.dispatchEvent(new Event("unmute"));
  document.dispatchEvent(new Event("visibilitychange"));
  expect(told).toHaveLength(count);
});
