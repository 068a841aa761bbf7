import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { liveSession } from "./liveSession.fixture";
import { noPictureWords, Picture } from "./Tile";
import { stillStore, type StillListener } from "./stillStore";

let say: StillListener = () => undefined;
let lose: () => void = () => undefined;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("createImageBitmap", () => Promise.resolve({ close: vi.fn() }));
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  vi.spyOn(stillStore, "show").mockImplementation((_, onStill, onLost) => {
    say = onStill;
    lose = onLost;
    return () => undefined;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const pass = (millis: number) => act(() => vi.advanceTimersByTimeAsync(millis));

async function draw(takenAtMillis: number): Promise<void> {
  say({ sessionId: "a", takenAtMillis, jpeg: new Uint8Array(1) });
  await pass(0);
}

it("says of a picture that has not been renewed for five seconds that it is old, until the next one", async () => {
  render(<Picture sessionId="a" name="Ann" none="No picture yet" />);
  await draw(1_000);
  await pass(4_000);
  await draw(5_000);
  await pass(4_999);
  expect(screen.getByTestId("picture")).toHaveAttribute("data-old", "false");
  await pass(1);
  expect(screen.getByRole("img", { name: "Camera of Ann, an old picture" })).toHaveTextContent(/^From /);
  await draw(10_000);
  expect(screen.getByRole("img", { name: "Camera of Ann" })).toHaveAttribute("data-old", "false");
});

it("says at once of a picture that it is old when the connection is lost, also of one that is still being decoded", async () => {
  render(<Picture sessionId="a" name="Ann" none="No picture yet" />);
  act(() => {
    lose();
  });
  expect(screen.getByRole("img", { name: "No picture of Ann. No picture yet" })).toHaveAttribute("data-old", "false");
  await draw(1_000);
  expect(screen.getByRole("img", { name: "Camera of Ann" })).toBeVisible();
  say({ sessionId: "a", takenAtMillis: 2_000, jpeg: new Uint8Array(1) });
  act(() => {
    lose();
  });
  await pass(0);
  expect(screen.getByRole("img", { name: "Camera of Ann, an old picture" })).toHaveTextContent(/^From /);
  await draw(3_000);
  expect(screen.getByRole("img", { name: "Camera of Ann" })).toHaveAttribute("data-old", "false");
});

it("promises no picture of who has left, nor of who is shown to nobody", () => {
  expect(noPictureWords(liveSession("new", { last_frame_at: null }))).toBe("No picture yet");
  expect(noPictureWords(liveSession("gone", { silent_since: "2026-03-01T09:10:00.000Z" }))).toBe(
    "Has left, or the line is down",
  );
  expect(noPictureWords(liveSession("reloaded", { connected: false }))).toBe("The camera is not connected");
  expect(noPictureWords(liveSession("early", { status: "waiting", silent_since: "2026-03-01T09:10:00.000Z" }))).toBe(
    "Not shown before the start",
  );
});
