import { expect, it } from "vitest";
import { letterbox } from "./letterbox";

const target = { width: 320, height: 240 };

it.each([
  ["the same shape fills it", { width: 640, height: 480 }, { x: 0, y: 0, width: 320, height: 240 }],
  ["a wide picture has bars above and below", { width: 1280, height: 720 }, { x: 0, y: 30, width: 320, height: 180 }],
  ["a phone held upright has bars at the sides", { width: 480, height: 640 }, { x: 70, y: 0, width: 180, height: 240 }],
])("%s", (_, source, expected) => {
  expect(letterbox(source, target)).toEqual(expected);
});
