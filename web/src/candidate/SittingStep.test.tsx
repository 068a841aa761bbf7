import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import type { ExamSession } from "../api/types";
import type { Camera } from "./camera/useCamera";
import type { EventChannel } from "./events/eventChannel";
import { ServerClock } from "./serverClock";
import { SittingStep } from "./SittingStep";

const client = new QueryClient();

const state = vi.hoisted(() => ({
  pausedAtMillis: null as number | null,
  locked: null as string | null,
  entries: new Map<string, object>(),
}));
const quiet = { recorderFailure: null, clipsNotMade: 0, lost: 0 };
const store = { subscribe: () => () => undefined, getSnapshot: () => quiet };
vi.mock("./useSitting", () => ({
  useSitting: () => ({
    sitting: { proctoring: { ...store, uploads: store }, rule: {} },
    answers: { entries: state.entries, locked: state.locked, isClosed: false, unsavedCount: 1, isBackedUp: true },
    ruling: { state: "ours", failure: null, device: null },
    phase: null,
    endsAtMillis: Date.UTC(2026, 2, 1, 10),
    pausedAtMillis: state.pausedAtMillis,
    isEndMoved: false,
    isReturned: false,
  }),
}));
// What stands beside the questions has tests of its own.
vi.mock("./FocusPanel", () => ({ FocusPanel: () => null }));
vi.mock("./FocusGlance", () => ({ FocusGlance: () => null }));
vi.mock("./SaveState", () => ({ SaveState: () => null }));
vi.mock("./UnwatchedNotice", () => ({ UnwatchedNotice: () => null }));
vi.mock("./SubmitDialog", () => ({ SubmitDialog: () => null }));
vi.mock("./events/ServerSilence", () => ({ ServerSilence: () => null }));
vi.mock("./QuestionCard", () => ({
  QuestionCard: ({ question }: { question: { prompt: string } }) => <p>{question.prompt}</p>,
}));

beforeEach(() => {
  state.pausedAtMillis = null;
  state.locked = null;
  state.entries = new Map();
});

const step = () => (
  <MantineProvider>
    <QueryClientProvider client={client}>
      <SittingStep
        session={{ title: "Logic", questions: [{ question_id: "q1", prompt: "Why?" }] } as unknown as ExamSession}
        windowId="w1"
        clock={new ServerClock()}
        camera={{ camera: { state: "off" }, devices: [] } as unknown as Camera}
        channel={{} as unknown as EventChannel}
        onDone={() => undefined}
      />
    </QueryClientProvider>
  </MantineProvider>
);

it("covers the questions while the exam is paused, and shows them again", () => {
  const { rerender } = render(step());
  expect(screen.getByText("Why?")).toBeVisible();

  state.pausedAtMillis = Date.UTC(2026, 2, 1, 9, 30);
  rerender(step());
  expect(screen.queryByText("Why?")).toBeNull();
  expect(screen.queryByRole("timer")).toBeNull();
  expect(screen.queryByRole("button", { name: /Submit/ })).toBeNull();
  expect(screen.getByTestId("sitting-paused")).toHaveTextContent("Time left when it goes on: 30:00");

  state.pausedAtMillis = null;
  rerender(step());
  expect(screen.getByText("Why?")).toBeVisible();
});

it("shows the time left in a locked window, too", () => {
  state.locked = "You went on in another window.";
  render(step());
  expect(screen.getByTestId("locked")).toBeVisible();
  expect(screen.getByRole("timer", { name: "Time left" })).toBeVisible();
});

it("does not tick an answer that waits for the student to be saved", () => {
  const value = { text: "mine" };
  state.entries = new Map([["q1", { value, state: "saved", refusal: null, other: null }]]);
  const { rerender } = render(step());
  expect(screen.getByLabelText("Question 1, answered")).toHaveTextContent("✓");
  state.entries = new Map([["q1", { value, state: "too_long", refusal: null, other: null }]]);
  rerender(step());
  expect(screen.getByLabelText("Question 1, not saved")).toHaveTextContent(/^1 !$/);
});
