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
  ["waiting", "You are ready, and waiting to begin", /it goes on by itself/],
  ["paused", "Your exam is paused", /The clock stands still/],
])("says calmly that the sitting is %s", (state, title, text) => {
  show({ state });
  expect(screen.getByRole("status")).toHaveAttribute("data-testid", `sitting-${state}`);
  expect(screen.getByRole("heading", { name: title })).toBeVisible();
  expect(screen.getByText(text)).toBeVisible();
});

it("tells in a pause how much time is left, and what still has to be sent", () => {
  show({ state: "paused", leftMillis: 29.5 * 60_000, unsavedCount: 2 });
  expect(screen.getByText(/Time left when it goes on: 30 min/)).toBeVisible();
  expect(screen.getByText(/2 answers are kept in this browser/)).toBeVisible();
});
