import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Hint, SessionDevice } from "../api/types";
import { HintMark } from "../live/HintMark";
import { hintWords } from "../ui/hintWords";
import { HintList } from "./HintList";

const at = "2026-03-01T10:02:00.000Z";
const hint = (kind: string, detail: string, times = 1) =>
  ({ kind, detail, times, first_at: at, last_at: at }) as unknown as Hint;
const laptop: SessionDevice = {
  number: 1,
  since: at,
  browser: "Firefox on Windows",
  network: "192.0.2.7",
  reason: null,
};
const phone: SessionDevice = {
  ...laptop,
  number: 2,
  since: "2026-03-01T10:20:00.000Z",
  network: null,
  reason: "other",
};

const show = (hints: Hint[], devices: SessionDevice[], own = false) =>
  render(
    <MantineProvider>
      <HintList hints={hints} devices={devices} own={own} />
    </MantineProvider>,
  );

it("says in plain words what is known, also of a kind that is newer than this page", () => {
  expect(hintWords(hint("shared_address", "5"))).toBe("Several students at one address (5 or more at once)");
  expect(hintWords(hint("device_moved", "to_and_fro", 3))).toBe(
    "Went on on another device (to and fro within minutes), 3 times",
  );
  expect(hintWords(hint("clip_differs", ""))).toBe("Recording does not match");
  expect(hintWords(hint("clip_differs", "time, pictures"))).toBe(
    "Recording does not match (its time cannot be right, its pictures are others than were analysed)",
  );
  expect(hintWords(hint("brand_new", "x"))).toBe("brand new (x)");
});

it("lists hints and devices, and says that they count for nothing", () => {
  show([hint("device_moved", "other")], [laptop, phone]);
  expect(screen.getByText(/no score counts them/)).toBeVisible();
  expect(screen.getByText(/^Went on on another device \(another reason\)/)).toBeVisible();
  expect(screen.getByText(/^Device 1: Firefox on Windows, from 192.0.2.7, since/)).toBeVisible();
  expect(screen.getByText(/^Device 2: Firefox on Windows, since .* another reason$/)).toBeVisible();
});

it("tells the student the same", () => {
  show([hint("time_told_wrong", "fast")], [laptop], true);
  expect(screen.getByText(/Your examiner is told of these/)).toBeVisible();
});

it("is not there where there is nothing to say", () => {
  show([], [laptop]);
  expect(screen.queryByTestId("hints")).toBeNull();
});

it("is a mark on the board that names the first, counts the others, and names them to who cannot see the title", () => {
  render(
    <MantineProvider>
      <HintMark hints={["device_moved", "shared_address", "clip_differs"]} />
    </MantineProvider>,
  );
  const mark = screen.getByTestId("hint");
  expect(mark).toHaveTextContent("Went on on another device +2");
  expect(mark).toHaveTextContent(/, Several students at one address, Recording does not match$/);
  expect(mark).toHaveAttribute(
    "title",
    "Hint: Went on on another device, Several students at one address, Recording does not match",
  );
});
