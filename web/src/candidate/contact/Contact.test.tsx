import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { Problem } from "../../api/problem";
import * as stepin from "../../api/stepin";
import type { Intervention, ReceivedMessage } from "../../api/types";
import type { SittingMessage } from "../events/eventMessages";
import { Contact } from "./Contact";

const calm: SittingMessage = {
  type: "sitting",
  server_time: "2026-03-01T10:00:00.000Z",
  status: "active",
  status_since: "2026-03-01T09:00:00.000Z",
  started_at: "2026-03-01T09:00:00.000Z",
  ends_at: "2026-03-01T11:00:00.000Z",
  submitted_at: null,
  submit_reason: null,
  end_reason: null,
  window_id: null,
  window_since: null,
  answers_version: "0:0",
  intervention: null,
  messages: { count: 0, unacknowledged: 0 },
  hand: null,
  admission: null,
};

const misprint: ReceivedMessage = {
  message_id: "m1",
  audience: "exam",
  text: "Question 2 has a misprint.",
  sent_at: "2026-03-01T10:00:00.000Z",
  acknowledged_at: null,
};

const moreTime = {
  intervention_id: "i1",
  kind: "more_time",
  category: "technical",
  reason: "network",
  note: "For the time that was lost.",
  minutes: 10,
  words: "You have 10 minutes more because of a problem with the network.",
  at: "2026-03-01T10:00:00.000Z",
  by: null,
} satisfies Intervention;

const page = (sitting: Partial<SittingMessage>) => (
  <MantineProvider env="test">
    <QueryClientProvider client={client}>
      <Contact sessionId="s1" sitting={{ ...calm, ...sitting }} />
    </QueryClientProvider>
  </MantineProvider>
);
let client: QueryClient;

beforeEach(() => {
  vi.restoreAllMocks();
  sessionStorage.clear();
  client = new QueryClient();
});

it("shows a message as soon as the channel counts one, until the student says that it is read", async () => {
  const list = vi.spyOn(stepin, "listReceivedMessages").mockResolvedValue([misprint]);
  const acknowledge = vi.spyOn(stepin, "acknowledgeMessage").mockResolvedValue(undefined);
  const { rerender } = render(page({}));
  expect(list).not.toHaveBeenCalled();

  rerender(page({ messages: { count: 1, unacknowledged: 1 } }));
  expect(await screen.findByText("Question 2 has a misprint.")).toBeVisible();
  expect(screen.getByTestId("message")).toHaveTextContent("from your proctors");
  list.mockResolvedValue([{ ...misprint, acknowledged_at: "2026-03-01T10:01:00.000Z" }]);
  await userEvent.click(screen.getByRole("button", { name: "I have read this" }));
  expect(acknowledge).toHaveBeenCalledWith("s1", "m1");
  await vi.waitFor(() => {
    expect(screen.queryByTestId("message")).toBeNull();
  });
  await userEvent.click(screen.getByRole("button", { name: "What was said (1)" }));
  expect(await screen.findByText("Question 2 has a misprint.")).toBeVisible();
});

it("says that the time was changed and why, once a tab", async () => {
  const { unmount } = render(page({ intervention: moreTime }));
  expect(screen.getByText(moreTime.words)).toBeVisible();
  expect(screen.getByText(moreTime.note)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Close this note" }));
  expect(screen.queryByTestId("intervention")).toBeNull();
  unmount();
  render(page({ intervention: moreTime }));
  expect(screen.queryByTestId("intervention")).toBeNull();
});

it("raises a hand, keeps what was typed when that fails, and takes it down", async () => {
  const raise = vi.spyOn(stepin, "raiseHand").mockRejectedValue(new Problem(503, "unavailable", "Try again."));
  const lower = vi.spyOn(stepin, "lowerHand").mockResolvedValue(undefined);
  const { rerender } = render(page({}));
  await userEvent.click(screen.getByRole("button", { name: "Raise your hand" }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.click(screen.getByLabelText(/I am locked out/));
  await userEvent.type(screen.getByLabelText(/few words/), "Help.");
  await userEvent.click(within(dialog).getByRole("button", { name: "Raise your hand" }));
  expect(raise).toHaveBeenCalledWith("s1", "locked_out", "Help.");
  expect(await screen.findByText("Try again.")).toBeVisible();
  expect(screen.getByLabelText(/few words/)).toHaveValue("Help.");

  rerender(
    page({ hand: { kind: "locked_out", note: null, raised_at: "2026-03-01T10:00:00.000Z", answered_at: null } }),
  );
  expect(screen.getByTestId("hand-state")).toHaveTextContent("Your hand is up (locked out)");
  await userEvent.click(screen.getByRole("button", { name: "Take your hand down", hidden: true }));
  expect(lower).toHaveBeenCalledWith("s1");
});

it("names the end only while the clock runs", () => {
  const { rerender } = render(page({ intervention: { ...moreTime, intervention_id: "i2" } }));
  expect(screen.getByText(/Your exam now ends at/)).toBeVisible();
  for (const status of ["paused", "waiting"] as const) {
    rerender(page({ intervention: { ...moreTime, intervention_id: "i2" }, status }));
    expect(screen.getByTestId("intervention")).toBeVisible();
    expect(screen.queryByText(/Your exam now ends at/)).toBeNull();
  }
});

it("keeps the words to a hand when the dialog is closed by Escape", async () => {
  render(page({}));
  await userEvent.click(screen.getByRole("button", { name: "Raise your hand" }));
  await userEvent.type(await screen.findByLabelText(/few words/), "Help.");
  await userEvent.keyboard("{Escape}");
  await vi.waitFor(() => {
    expect(screen.queryByRole("dialog")).toBeNull();
  });
  await userEvent.click(screen.getByRole("button", { name: "Raise your hand" }));
  expect(await screen.findByLabelText(/few words/)).toHaveValue("Help.");
});
