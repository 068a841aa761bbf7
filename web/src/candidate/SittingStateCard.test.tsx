import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { SittingStateCard, type RestingState } from "./SittingStateCard";

const show = (props: Parameters<typeof SittingStateCard>[0]) =>
  render(
    <MantineProvider>
      <SittingStateCard {...props} />
    </MantineProvider>,
  );

it.each<[RestingState, string, RegExp]>([
  ["checking_in", "You are checking in", /Your time has not started/],
  ["to_ask", "You are not let in yet", /proctors see your name, and nothing of your camera/],
  ["asked", "You have asked to be let in", /A proctor looks at your picture next/],
  ["waiting", "You are ready, and waiting to begin", /it goes on by itself/],
  ["paused", "Your exam is paused", /The clock stands still.*come back by themselves/],
])("says calmly that the sitting is %s", (state, title, text) => {
  show({ state });
  expect(screen.getByRole("status")).toHaveAttribute("data-testid", `sitting-${state}`);
  expect(screen.getByRole("heading", { name: title })).toBeVisible();
  expect(screen.getByText(text)).toBeVisible();
});

it("tells in a pause how much time is left, and what still has to be sent", () => {
  show({ state: "paused", leftMillis: 29.5 * 60_000, unsavedCount: 2 });
  expect(screen.getByText(/Time left when it goes on: 29:30/)).toBeVisible();
  expect(screen.getByText(/2 answers are kept in this browser/)).toBeVisible();
});

it("says in a pause what the reason is, and in no other state", () => {
  const intervention = {
    intervention_id: "i1",
    kind: "pause",
    category: "technical",
    reason: "network",
    note: "We look into it.",
    minutes: null,
    words: "Your exam was paused because of a problem with the network.",
    at: "2026-03-01T10:00:00.000Z",
    by: null,
  } as const;
  const { unmount } = show({ state: "paused", intervention });
  expect(screen.getByTestId("pause-reason")).toHaveTextContent(
    "Your exam was paused because of a problem with the network. We look into it.",
  );
  unmount();
  show({ state: "waiting", intervention });
  expect(screen.queryByTestId("pause-reason")).toBeNull();
});
