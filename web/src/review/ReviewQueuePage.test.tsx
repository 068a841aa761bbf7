import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import * as server from "../api/server";
import type { ExamSummary } from "../api/types";
import { ReviewQueuePage } from "./ReviewQueuePage";

vi.mock("../api/server");
vi.mock("./ReviewFigures", () => ({ ReviewFigures: () => null }));

const exam = (id: string, onStaff: boolean): ExamSummary => ({
  exam_id: id,
  title: `Exam ${id}`,
  description: "",
  duration_minutes: 60,
  on_staff: onStaff,
  admission: null,
  opens_at: "2026-03-01T10:00:00Z",
  closes_at: "2026-03-01T12:00:00Z",
  question_count: 1,
  state: "closed",
  session: null,
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
  vi.mocked(server.listExams).mockResolvedValue([exam("sat", false), exam("reviewed", true)]);
  vi.mocked(server.listReviewCases).mockImplementation((_exam, _filter, after) =>
    Promise.resolve(after === undefined ? page("a", "a") : page("b", null)),
  );
});
afterEach(() => {
  vi.useRealTimers();
});

it("offers only exams that one is on the staff of, and reads of a long list only the counts again", async () => {
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <MemoryRouter>
          <ReviewQueuePage />
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
  const more = await screen.findByRole("button", { name: "Show more" });
  expect(screen.queryByRole("option", { name: "Exam sat" })).toBeNull();
  expect(vi.mocked(server.listReviewCases).mock.calls[0]?.[0]).toBe("reviewed");
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
