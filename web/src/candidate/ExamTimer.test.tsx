import { MantineProvider } from "@mantine/core";
import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ExamTimer } from "./ExamTimer";
import { ServerClock } from "./serverClock";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("counts down in every window, and says once when the time is over", () => {
  const onOver = vi.fn();
  const clock = new ServerClock(() => performance.now());
  render(
    <MantineProvider env="test">
      <ExamTimer endsAtMillis={clock.now() + 90_000} clock={clock} onOver={onOver} />
    </MantineProvider>,
  );
  expect(screen.getByRole("timer", { name: "Time left" })).toHaveTextContent("01:30");
  act(() => {
    vi.advanceTimersByTime(30_000);
  });
  expect(screen.getByRole("timer")).toHaveTextContent("01:00");
  act(() => {
    vi.advanceTimersByTime(61_000);
  });
  expect(onOver).toHaveBeenCalledTimes(1);
});
