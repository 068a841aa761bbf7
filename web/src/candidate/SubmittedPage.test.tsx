import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, waitFor } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import type { ExamSession, Profile } from "../api/types";
import { draftStore } from "../identity/drafts";
import { SignedInContext } from "../identity/signedIn";
import { formatDateTime } from "../ui/time";
import { recallNotSaved } from "./notSaved";
import type { SittingEnd } from "./sitting";
import { SubmittedPage } from "./SubmittedPage";

const server = vi.hoisted(() => ({ getExamSession: vi.fn(), getOwnAppeal: vi.fn() }));
vi.mock("../api/server", () => server);

const lena = { id: "lena", username: "lena", display_name: "Lena", roles: ["student"] } satisfies Profile;

const SESSION = {
  session_id: "s1",
  status: "submitted",
  status_since: "2026-03-01T10:00:00Z",
  submitted_at: "2026-03-01T10:00:00Z",
  end_reason: null,
  submit_reason: "student",
  cheat_score: null,
  answers: [],
  questions: [{ question_id: "q1", position: 1, kind: "text", prompt: "Why?", options: [] }],
} as unknown as ExamSession;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  // The field that grows with its text asks for the page's fonts; jsdom has none.
  Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });
  server.getExamSession.mockReset().mockResolvedValue(SESSION);
  server.getOwnAppeal.mockReset().mockResolvedValue({ look_until: "2026-03-15T10:00:00Z", must_be_decided: true });
});

class FakeStore {
  private readonly listeners = new Set<() => void>();
  constructor(private snapshot: object) {}
  readonly getSnapshot = () => this.snapshot;
  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  set(snapshot: object): void {
    this.snapshot = snapshot;
    this.listeners.forEach((listener) => {
      listener();
    });
  }
}

const show = (end?: SittingEnd) =>
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <MemoryRouter>
          <SignedInContext value={lena}>
            <SubmittedPage sessionId="s1" examTitle="Logic" end={end} />
          </SignedInContext>
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );

it("shows what a page that is gone has left in the browser, and keeps it for this tab", async () => {
  const kept = { value: { text: "typed while offline" }, builds_on: null, sent: [] };
  localStorage.setItem("invigil.answers.s1.gone", JSON.stringify({ answers: { q1: kept } }));
  show();
  expect(await screen.findByDisplayValue("typed while offline")).toBeVisible();
  expect(screen.getByTestId("not-saved")).toHaveTextContent("or had another version");
  expect(screen.getByTestId("not-saved")).not.toHaveTextContent("in time");
  expect(screen.queryByText(/You can close this page now/)).toBeNull();
  expect(recallNotSaved(draftStore.of("lena"), "s1")).toEqual(new Map([["q1", kept.value]]));
  expect(localStorage.length).toBe(0);
});

it("does not say that the page can be closed while a recording is still made or sent", async () => {
  const uploads = new FakeStore({ waiting: 0 });
  const proctoring = new FakeStore({ isCutting: true });
  show({ notSaved: new Map(), proctoring: Object.assign(proctoring, { uploads }) } as unknown as SittingEnd);
  expect(await screen.findByText(/A recording is still being finished/)).toBeVisible();
  expect(screen.queryByText(/You can close this page now/)).toBeNull();
  act(() => {
    uploads.set({ waiting: 2 });
    proctoring.set({ isCutting: false });
  });
  expect(screen.getByText(/2 recordings are still being sent/)).toBeVisible();
  expect(screen.queryByText(/You can close this page now/)).toBeNull();
  act(() => {
    uploads.set({ waiting: 0 });
  });
  expect(screen.getByText(/You can close this page now/)).toBeVisible();
});

it("says who looks and by when, and no score", async () => {
  show();
  await waitFor(() => {
    expect(screen.getByTestId("what-next")).toHaveTextContent(
      `looks at it by ${formatDateTime("2026-03-15T10:00:00Z")}`,
    );
  });
  expect(screen.getByRole("link", { name: "What was seen in your exam" })).toHaveAttribute("href", "/sessions/s1/seen");
  expect(screen.queryByText(/score/i)).toBeNull();
});

it("promises no look where there is nothing to decide", async () => {
  server.getOwnAppeal.mockResolvedValue({ look_until: "2026-03-15T10:00:00Z", must_be_decided: false });
  show();
  expect(await screen.findByText(/noted nothing that somebody must decide about/)).toBeVisible();
  expect(screen.getByTestId("what-next")).not.toHaveTextContent("looks at it");
});

it("leaves the copies in the browser until it can show them", async () => {
  localStorage.setItem("invigil.answers.s1.gone", JSON.stringify({ answers: { q1: { value: { text: "x" } } } }));
  server.getExamSession.mockReturnValue(new Promise(() => undefined));
  show();
  await act(() => Promise.resolve());
  expect(localStorage.length).toBe(1);
});

it("tells why the exam was ended", async () => {
  server.getExamSession.mockResolvedValue({
    ...SESSION,
    status: "ended",
    submitted_at: null,
    submit_reason: null,
    end_reason: "The fire alarm rang.",
  });
  show();
  expect(await screen.findByRole("heading", { name: "Your exam has been ended" })).toBeVisible();
  expect(screen.getByTestId("end-reason")).toHaveTextContent("The fire alarm rang.");
  expect(screen.queryByText("Your exam is submitted")).toBeNull();
});
