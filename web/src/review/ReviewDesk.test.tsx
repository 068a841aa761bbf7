import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { DecisionConflict } from "../api/problem";
import * as server from "../api/server";
import type { Clip, Incident, SessionReview } from "../api/types";
import { clip, decided, incident, review, session } from "./fakeReview";
import { ReviewDesk } from "./ReviewDesk";
import { useChosenIncident } from "./useChosenIncident";

vi.mock("../api/server");
vi.mock("../identity/signedIn", () => ({ useSignedIn: () => ({ id: "me", display_name: "Me" }) }));

const first = incident("a");
const second = incident("b", {
  behavior: "absent",
  started_at: "2026-03-01T10:10:00.000Z",
  ended_at: "2026-03-01T10:10:04.000Z",
});

interface Shown {
  readonly incidents: readonly Incident[];
  readonly clips: readonly Clip[];
  readonly of: SessionReview;
}

function Desk({ incidents, clips, of }: Shown) {
  const chosen = useChosenIncident(incidents, clips);
  return (
    <ReviewDesk
      session={{ ...session(incidents), clips: [...clips] }}
      incidents={incidents}
      review={of}
      chosen={chosen}
    />
  );
}

let leave: () => void;

function show(of = review(), incidents: readonly Incident[] = [first, second], clips: readonly Clip[] = []) {
  const all = (shown: SessionReview) => (
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <Desk incidents={incidents} clips={clips} of={shown} />
      </QueryClientProvider>
    </MantineProvider>
  );
  const { rerender, unmount } = render(all(of));
  leave = unmount;
  return (shown: SessionReview) => {
    rerender(all(shown));
  };
}

const key = (pressed: string) => fireEvent.keyDown(document.body, { key: pressed });
const chosen = () => screen.getAllByTestId("incident").find((item) => item.getAttribute("aria-pressed") === "true");

const pause = vi.fn();

beforeEach(() => {
  vi.resetAllMocks();
  localStorage.clear();
  sessionStorage.clear();
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
  vi.spyOn(HTMLMediaElement.prototype, "pause").mockImplementation(pause);
  vi.mocked(server.clipContentUrl).mockImplementation((id) => `/clips/${id}`);
  vi.mocked(server.decideIncident).mockResolvedValue(decided("a"));
  vi.mocked(server.getIncidentSight).mockResolvedValue({ frames: 240, yaw_degrees: 34, pitch_degrees: -2 });
});

test("an incident is dismissed by two keys, and the next that is undecided follows", async () => {
  show();
  key("j");
  expect(chosen()).toHaveAttribute("data-behavior", "looking_left");
  key("d");
  expect(screen.getByText("Dismiss: why?")).toBeVisible();
  key("1");
  await waitFor(() => {
    expect(chosen()).toHaveAttribute("data-behavior", "absent");
  });
  expect(vi.mocked(server.decideIncident).mock.calls[0]).toEqual([
    "a",
    expect.objectContaining({ decision: "dismissed", reason: "thinking", comment: "" }),
  ]);
});

test("J and K stop at the ends, and keys are letters while somebody types", async () => {
  show();
  key("j");
  key("j");
  key("j");
  expect(chosen()).toHaveAttribute("data-behavior", "absent");
  key("k");
  key("k");
  expect(chosen()).toHaveAttribute("data-behavior", "looking_left");
  key("n");
  const note = screen.getByLabelText("Note to the other reviewers");
  expect(note).toHaveFocus();
  await userEvent.keyboard("jc");
  expect(note).toHaveValue("jc");
  expect(chosen()).toHaveAttribute("data-behavior", "looking_left");
});

test("what is typed stays when somebody else was faster, and the next try is over their decision", async () => {
  const theirs = decided("a", { id: "theirs" });
  vi.mocked(server.decideIncident).mockRejectedValueOnce(new DecisionConflict("Somebody else", theirs));
  const rerender = show();
  key("d");
  await userEvent.type(screen.getByLabelText("In your own words"), "I think not");
  await userEvent.click(screen.getByRole("button", { name: "Dismiss with these words" }));
  expect(await screen.findByTestId("conflict")).toHaveTextContent("Olga Other has just decided");
  rerender(review({ incident_decisions: [theirs] }));
  key("1");
  expect(server.decideIncident).toHaveBeenCalledOnce();
  await userEvent.click(screen.getByRole("button", { name: /^Dismiss/ }));
  expect(screen.getByLabelText("In your own words")).toHaveValue("I think not");
  await userEvent.click(screen.getByRole("button", { name: "Dismiss with these words" }));
  expect(vi.mocked(server.decideIncident).mock.calls[1]?.[1]).toMatchObject({
    comment: "I think not",
    supersedes: "theirs",
  });
});

test("a decision that comes while one is being made is not decided over unseen", async () => {
  const rerender = show();
  key("c");
  rerender(review({ incident_decisions: [decided("a")] }));
  key("1");
  await waitFor(() => {
    expect(server.decideIncident).toHaveBeenCalled();
  });
  expect(vi.mocked(server.decideIncident).mock.calls[0]?.[1]).not.toHaveProperty("supersedes");
});

test("100,000 characters are not cut and not sent", async () => {
  show();
  key("d");
  const words = screen.getByLabelText("In your own words");
  fireEvent.change(words, { target: { value: "x".repeat(100_000) } });
  expect(screen.getByText(/^96,000 characters too long/)).toBeVisible();
  expect(words).toHaveValue("x".repeat(100_000));
  expect(screen.getByRole("button", { name: "Dismiss with these words" })).toBeDisabled();
  key("1");
  await Promise.resolve();
  expect(server.decideIncident).not.toHaveBeenCalled();
});

test("it is said who else is there, why it was noted and why there is no clip", async () => {
  show(review({ present: [{ reviewer: { id: "other", display_name: "Olga Other" }, incident_id: "b" }] }), [
    incident("a", { clip: { fate: "refused", reason: "clip_too_large" } }),
    second,
  ]);
  expect(screen.getByTestId("at-the-table")).toHaveTextContent("Nobody has this session. Also here now: Olga Other.");
  expect(screen.getByTestId("no-clip")).toHaveTextContent("it was too large");
  expect(screen.getByTestId("cause")).toHaveTextContent(
    "more than 25° off for 1.5 s (the program's own rule); this lasted 8 s.",
  );
  expect(
    await screen.findByText(/Line of sight: 34° to the left and 2° down, in the middle of 240 frames/),
  ).toBeVisible();
});

test("single keys can be turned off", () => {
  localStorage.setItem("invigil.review.keys", "off");
  show();
  key("d");
  expect(screen.queryByText("Dismiss: why?")).toBeNull();
});

const player = () => screen.getByTestId<HTMLVideoElement>("clip-video");

test("Earlier and Later choose the incident of their clip, and a clip of none says so", async () => {
  show(
    review(),
    [first, second],
    [
      clip("a"),
      clip("other", { behavior: "talking", recorded_at: "2026-03-01T10:05:00.000Z" }),
      clip("b", { behavior: "absent", recorded_at: "2026-03-01T10:09:58.000Z" }),
    ],
  );
  const later = () => userEvent.click(screen.getByRole("button", { name: "Later" }));
  await later();
  expect(player()).toHaveAttribute("src", "/clips/other");
  expect(screen.getByTestId("other-clip")).toHaveTextContent("not of the incident below");
  await later();
  expect(player()).toHaveAttribute("src", "/clips/b");
  expect(screen.queryByTestId("other-clip")).toBeNull();
  expect(chosen()).toHaveAttribute("data-behavior", "absent");
  expect(screen.getByTestId("incident-panel")).toHaveTextContent(second.message);
  player().currentTime = 7.5;
  fireEvent.timeUpdate(player());
  expect(pause).toHaveBeenCalledOnce();
});

test("the clip that is there before anything was chosen halts too", () => {
  show(review(), [first], [clip("a", { duration_ms: 20_000 })]);
  player().currentTime = 11.5;
  fireEvent.timeUpdate(player());
  expect(pause).toHaveBeenCalledOnce();
  fireEvent.timeUpdate(player());
  expect(pause).toHaveBeenCalledOnce();
});

test("beside an incident without a clip no other clip stands, nor other words than its own", () => {
  show(review(), [first, { ...second, clip: { fate: "never_sent", reason: null } }], [clip("a")]);
  key("j");
  expect(player()).toHaveAttribute("src", "/clips/a");
  key("j");
  expect(screen.queryByTestId("clip-video")).toBeNull();
  expect(screen.queryByText(/No clip was kept/)).toBeNull();
  expect(screen.getByTestId("no-clip")).toHaveTextContent("asked for and never sent");
});

test("a note that was begun is there again when its incident is", async () => {
  vi.mocked(server.addReviewComment).mockResolvedValue(review());
  show();
  const note = () => screen.getByLabelText("Note to the other reviewers");
  key("j");
  await userEvent.type(note(), "Ask her");
  key("j");
  note().blur();
  key("j");
  expect(chosen()).toHaveAttribute("data-behavior", "absent");
  expect(note()).toHaveValue("");
  key("k");
  expect(note()).toHaveValue("Ask her");
  leave();
  show();
  expect(note()).toHaveValue("Ask her");
  await userEvent.click(screen.getByRole("button", { name: "Keep the note" }));
  await waitFor(() => {
    expect(note()).toHaveValue("");
  });
  expect(vi.mocked(server.addReviewComment).mock.calls[0]?.slice(2)).toEqual(["Ask her", "a"]);
});

test("a key that is held down asks once and decides nothing", () => {
  show();
  key("d");
  fireEvent.keyDown(document.body, { key: "1", repeat: true });
  expect(server.decideIncident).not.toHaveBeenCalled();
  expect(screen.getByText("Dismiss: why?")).toBeVisible();
});

test("a decision that failed after its reviewer went on is told where they are", async () => {
  const fail = vi.fn<(reason: Error) => void>();
  vi.mocked(server.decideIncident).mockReturnValue(
    new Promise((_resolve, reject) => {
      fail.mockImplementation(reject);
    }),
  );
  show();
  key("d");
  key("1");
  key("j");
  key("j");
  expect(chosen()).toHaveAttribute("data-behavior", "absent");
  await waitFor(() => {
    expect(server.decideIncident).toHaveBeenCalled();
  });
  fail(new DecisionConflict("Somebody else", decided("a")));
  expect(await screen.findByTestId("failed-elsewhere")).toHaveTextContent("Somebody else");
  await userEvent.click(screen.getByRole("button", { name: "Show that incident" }));
  expect(chosen()).toHaveAttribute("data-behavior", "looking_left");
  expect(screen.getByTestId("conflict")).toBeVisible();
  expect(screen.queryByTestId("failed-elsewhere")).toBeNull();
});
