import { afterEach, expect, it, vi } from "vitest";
import { ServerClock } from "./serverClock";

const AT = "2026-03-01T09:00:00.000Z";
const AT_MILLIS = Date.parse(AT);

it("takes the middle of the round trip as the moment of the reading, and goes on by the monotonic clock", () => {
  let monotonic = 5000;
  const clock = new ServerClock(() => monotonic);
  clock.sync(AT, 5000, 5400);
  monotonic = 5400;
  expect(clock.now()).toBe(AT_MILLIS + 200);
  monotonic = 65_400;
  expect(clock.now()).toBe(AT_MILLIS + 60_200);
});

afterEach(() => {
  vi.useRealTimers();
});

it("does not follow the computer's clock, whoever sets it, back or forth by hours", () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  let monotonic = 0;
  const clock = new ServerClock(() => monotonic);
  clock.sync(AT, 0, 0);
  for (const hours of [-9, 9, 24 * 365]) {
    vi.setSystemTime(AT_MILLIS + hours * 3_600_000);
    monotonic += 1000;
    expect(clock.now()).toBe(AT_MILLIS + monotonic);
  }
});

it("keeps a quick reading against a slow one, until it is old", () => {
  let monotonic = 0;
  const clock = new ServerClock(() => monotonic);
  clock.sync(AT, 0, 10);
  clock.sync("2026-03-01T09:00:09.000Z", 100, 5000);
  monotonic = 5000;
  expect(clock.now()).toBe(AT_MILLIS + 4995);
  clock.sync("2026-03-01T10:00:00.000Z", 100_000, 101_000);
  monotonic = 101_000;
  expect(clock.now()).toBe(Date.parse("2026-03-01T10:00:00.500Z"));
});
