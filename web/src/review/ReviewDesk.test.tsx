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
/** A digit, and Enter on the button that has the focus then. */
async function decideBy(digit: string): Promise<void> {
  key(digit);
  await userEvent.keyboard("{Enter}");
}
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

test("an incident is dismissed by three keys, and the next that is undecided follows", async () => {
  show();
  key("j");
  expect(chosen()).toHaveAttribute("data-behavior", "looking_left");
  key("d");
  expect(screen.getByText("Dismiss: why?")).toBeVisible();
  await decideBy("1");
  await waitFor(() => {
    expect(chosen()).toHaveAttribute("data-behavior", "absent");
  });
  expect(vi.mocked(server.decideIncident).mock.calls[0]).toEqual([
    "a",
    expect.objectContaining({ decision: "dismissed", reason: "thinking", comment: "" }),
  ]);
});

test("a reason decides nothing: words may follow, and it is said what the student will read", async () => {
  show();
  key("c");
  expect(screen.getByRole("button", { name: "Confirm" })).toBeDisabled();
  const reason = screen.getByRole("button", { name: /The eyes were elsewhere/ });
  await userEvent.click(reason);
  expect(reason).toHaveAttribute("aria-pressed", "true");
  expect(server.decideIncident).not.toHaveBeenCalled();
  await userEvent.type(screen.getByLabelText("In your own words"), "To the window, 12 times");
  expect(screen.getByTestId("told")).toHaveTextContent(
    "The student will read once the session is decided:A person looked at this and finds that it is as the program noted." +
      "It is about what happened in the exam: your eyes were elsewhere again and again.To the window, 12 times",
  );
  await userEvent.click(screen.getByRole("button", { name: "Confirm" }));
  expect(vi.mocked(server.decideIncident).mock.calls[0]).toEqual([
    "a",
    expect.objectContaining({ decision: "confirmed", reason: "looked_away", comment: "To the window, 12 times" }),
  ]);
});

test("a digit may be corrected before Enter, and a reason taken back", async () => {
  show();
  key("d");
  key("1");
  const button = screen.getByRole("button", { name: "Dismiss" });
  expect(button).toHaveFocus();
  expect(button).toHaveAccessibleDescription(/you looked away to think/);
  fireEvent.keyDown(button, { key: "2" });
  expect(button).toHaveAccessibleDescription(/too short to mean anything/);
  await userEvent.click(screen.getByRole("button", { name: /Too short/ }));
  expect(button).toBeDisabled();
  expect(screen.queryByTestId("told")).toBeNull();
  expect(server.decideIncident).not.toHaveBeenCalled();
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
  await userEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(await screen.findByTestId("conflict")).toHaveTextContent("Olga Other has just decided");
  rerender(review({ incident_decisions: [theirs] }));
  key("1");
  expect(server.decideIncident).toHaveBeenCalledOnce();
  await userEvent.click(screen.getByRole("button", { name: /^Dismiss/ }));
  expect(screen.getByLabelText("In your own words")).toHaveValue("I think not");
  await userEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(vi.mocked(server.decideIncident).mock.calls[1]?.[1]).toMatchObject({
    comment: "I think not",
    supersedes: "theirs",
  });
});

test("a decision that comes while one is being made is not decided over unseen", async () => {
  const rerender = show();
  key("c");
  rerender(review({ incident_decisions: [decided("a")] }));
  await decideBy("1");
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
  expect(screen.getByRole("button", { name: "Dismiss" })).toBeDisabled();
  await decideBy("1");
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
    "more than 25° off, or the head alone 30°, for 1.5 s (the program's own rule); this lasted 8 s.",
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
  expect(screen.queryByTestId("told")).toBeNull();
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
  await decideBy("1");
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

test("what a key chose or asked is scrolled to, and J goes on from what was begun", () => {
  const scrolled: string[] = [];
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(function (this: Element) {
    scrolled.push(this.getAttribute("aria-label") ?? "the clip and the incident");
  });
  show();
  key("d");
  expect(scrolled).toEqual(["Dismiss: why?"]);
  key("j");
  expect(chosen()).toHaveAttribute("data-behavior", "absent");
  expect(screen.queryByText("Dismiss: why?")).toBeNull();
  expect(scrolled).toEqual(["Dismiss: why?", "the clip and the incident"]);
});

test("the session is decided by keys, and a digit answers what was asked last", async () => {
  const decidedAll = review({ incident_decisions: [decided("a"), decided("b")] });
  vi.mocked(server.decideSession).mockRejectedValue(new Error("not now"));
  show(decidedAll);
  key("d");
  key("w");
  expect(screen.queryByText("Dismiss: why?")).toBeNull();
  expect(screen.getByText("Concern: why?")).toBeVisible();
  await decideBy("2");
  await waitFor(() => {
    expect(server.decideSession).toHaveBeenCalledWith(
      "session",
      expect.objectContaining({ outcome: "concern", reason: "another_person" }),
    );
  });
  expect(server.decideIncident).not.toHaveBeenCalled();
});

test("nothing is concluded over an incident that must be decided, and one that need not be holds nothing up", async () => {
  const neutral = incident("n", { behavior: "camera_unusable", must_be_decided: false });
  const rerender = show(review(), [first, second, neutral]);
  key("w");
  expect(screen.queryByText("Concern: why?")).toBeNull();
  expect(screen.getByTestId("incidents-left")).toHaveTextContent("2 incidents are not decided yet. Decide each first");
  key("j");
  key("j");
  await userEvent.click(screen.getByRole("button", { name: "Go to the first" }));
  expect(chosen()).toHaveAttribute("data-behavior", "looking_left");
  rerender(review({ incident_decisions: [decided("a"), decided("b")] }));
  expect(screen.queryByTestId("incidents-left")).toBeNull();
  key("a");
  expect(screen.getByText("No concern: why?")).toBeVisible();
});

test("a session in which nothing has to be decided says so, and promises no day", () => {
  show(review({ due_at: null }), [incident("n", { behavior: "camera_unusable", must_be_decided: false })]);
  expect(screen.getByTestId("sitting-panel")).toHaveTextContent("Nothing here has to be decided.");
  expect(screen.getByTestId("sitting-panel")).not.toHaveTextContent("To be decided by");
  expect(screen.queryByTestId("incidents-left")).toBeNull();
});

test("whoever decides in a session that somebody else has is told so, and its holder is named once", () => {
  const olga = { id: "other", display_name: "Olga Other" };
  show(
    review({
      assignment: { seq: 1, action: "taken", reviewer: olga, assigned_by: olga, assigned_at: "2026-03-02T10:00:00Z" },
      present: [{ reviewer: olga, incident_id: null }],
    }),
  );
  expect(screen.getByTestId("at-the-table")).toHaveTextContent("Olga Other has this session. They are here now.");
  key("d");
  expect(screen.getByTestId("taken-by-another")).toHaveTextContent("Olga Other has this session.");
});
