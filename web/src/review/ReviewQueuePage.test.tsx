import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import * as server from "../api/server";
import type { ReviewExam } from "../api/types";
import { ReviewQueuePage } from "./ReviewQueuePage";

vi.mock("../api/server");
vi.mock("./ReviewFigures", () => ({ ReviewFigures: () => null }));

const exam = (id: string, undecided: number, mine = 0): ReviewExam => ({
  exam_id: id,
  title: `Exam ${id}`,
  undecided,
  mine,
});

const page = (id: string, next: string | null) => ({
  cases: [
    {
      session_id: id,
      student: { id: `student ${id}`, username: id, display_name: `Student ${id}` },
      attempt: 1,
      priority: "high" as const,
      over_at: "2026-03-01T11:00:00Z",
      due_at: "2026-03-15T11:00:00Z",
      assigned_to: null,
      outcome: null,
      sample: null,
      incidents: null,
    },
  ],
  counts: { undecided: 2, mine: 0, decided: 0 },
  next,
});

beforeEach(() => {
  vi.resetAllMocks();
  vi.useFakeTimers({ shouldAdvanceTime: true });
  localStorage.clear();
  vi.mocked(server.listReviewExams).mockResolvedValue([exam("quiet", 0), exam("waits", 2, 1)]);
  vi.mocked(server.listReviewCases).mockImplementation((_exam, _filter, after) =>
    Promise.resolve(after === undefined ? page("a", "a") : page("b", null)),
  );
});
afterEach(() => {
  vi.useRealTimers();
});

const show = () =>
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <MemoryRouter>
          <ReviewQueuePage />
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );

it("opens where something waits, says how much, and comes back to what was chosen", async () => {
  const { unmount } = show();
  expect(await screen.findByRole("option", { name: "Exam waits (2 undecided, 1 mine)" })).toBeInTheDocument();
  expect(screen.getByLabelText("Exam")).toHaveValue("waits");
  fireEvent.change(screen.getByLabelText("Exam"), { target: { value: "quiet" } });
  unmount();
  show();
  expect(await screen.findByLabelText("Exam")).toHaveValue("quiet");
  expect(screen.getByRole("option", { name: "Exam quiet (nothing waits)" })).toBeInTheDocument();
});

it("reads of a long list only the counts again", async () => {
  show();
  const more = await screen.findByRole("button", { name: "Show more" });
  expect(vi.mocked(server.listReviewCases).mock.calls[0]?.[0]).toBe("waits");
  act(() => {
    more.click();
  });
  expect(await screen.findByText("Student b")).toBeVisible();
  vi.mocked(server.listReviewCases).mockClear();
  await act(() => vi.advanceTimersByTimeAsync(31_000));
  const afters = vi.mocked(server.listReviewCases).mock.calls.map(([, , after]) => after);
  expect(afters.length).toBeGreaterThan(0);
  expect(afters.every((after) => after === undefined)).toBe(true);
});
