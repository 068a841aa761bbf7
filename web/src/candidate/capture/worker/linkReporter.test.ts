// @vitest-environment node
import { expect, it } from "vitest";
import { LinkReporter } from "./linkReporter";

const START = 1_767_225_600_000;
const FREE = { bufferedBytes: 0, carriedFps: 30 };

it("tells every three seconds how link and camera are", () => {
  const reporter = new LinkReporter();
  reporter.cameraStands({ camera: "live", label: "Integrated Camera", hidden: false });

  expect(reporter.due(START, FREE)).toEqual({
    type: "link",
    buffered_bytes: 0,
    could_fps: 30,
    dropped: 0,
    camera: "live",
    camera_label: "Integrated Camera",
    hidden: false,
  });
  expect(reporter.due(START + 2_999, FREE)).toBeUndefined();
  reporter.cameraStands({ camera: "denied", label: null, hidden: true });
  expect(reporter.due(START + 3_000, { bufferedBytes: 70_000, carriedFps: 2 })).toMatchObject({
    buffered_bytes: 70_000,
    could_fps: 2,
    camera: "denied",
    hidden: true,
  });
});

it("says of a device that is still at the last picture how many it could do", () => {
  const reporter = new LinkReporter();
  reporter.due(START, FREE);
  for (let i = 0; i < 3; i += 1) {
    reporter.onSent();
    for (let left = 0; left < 20; left += 1) reporter.onDropped(true);
  }

  expect(reporter.due(START + 3_000, FREE)).toMatchObject({ could_fps: 1, dropped: 60 });
  expect(reporter.due(START + 6_000, FREE)).toMatchObject({ could_fps: 30 });
});

it("says of a camera that gives few pictures how many there are, and of one that gives none nothing", () => {
  const reporter = new LinkReporter();
  reporter.due(START, FREE);
  for (let i = 0; i < 6; i += 1) reporter.onSent();

  expect(reporter.due(START + 3_000, FREE)).toMatchObject({ could_fps: 2 });
  expect(reporter.due(START + 6_000, FREE)).toMatchObject({ could_fps: 30 });
});

it("takes pictures that the server did not ask for as no sign of a slow device", () => {
  const reporter = new LinkReporter();
  reporter.due(START, FREE);
  for (let i = 0; i < 90; i += 1) reporter.onDropped(false);

  expect(reporter.due(START + 3_000, FREE)).toMatchObject({ could_fps: 30, dropped: 90 });
});
