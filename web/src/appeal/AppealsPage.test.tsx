import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import * as server from "../api/server";
import type { AppealSummary } from "../api/types";
import { AppealsPage } from "./AppealsPage";

vi.mock("../api/server");

const appeal = (id: string): AppealSummary => ({
  appeal_id: id,
  session_id: `session ${id}`,
  exam_id: "exam",
  exam_title: "Exam",
  student: { id: `student ${id}`, username: id, display_name: `Student ${id}` },
  status: "sent",
  sent_at: "2026-03-01T11:00:00Z",
  answer_until: "2026-03-15T11:00:00Z",
  is_overdue: false,
  decided_at: null,
  outcome: null,
  answer_count: 1,
  has_decided: false,
});

beforeEach(() => {
  vi.resetAllMocks();
  vi.mocked(server.listExams).mockResolvedValue([]);
  vi.mocked(server.listAppeals).mockImplementation(({ after }) =>
    Promise.resolve(
      after === undefined
        ? { appeals: [appeal("a")], total: 2, next: "place of a" }
        : { appeals: [appeal("b")], total: 2, next: null },
    ),
  );
});

it("goes on where the page before ended, and keeps what it shows", async () => {
  const user = userEvent.setup();
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <MemoryRouter initialEntries={["/appeals?exam=exam&status=decided"]}>
          <AppealsPage />
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
  await screen.findByText("Student a");
  expect(screen.getByText("1 of 2")).toBeDefined();

  await user.click(screen.getByRole("button", { name: "Show more" }));

  await screen.findByText("Student b");
  expect(screen.getByText("Student a")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
  expect(server.listAppeals).toHaveBeenLastCalledWith({
    examId: "exam",
    status: "decided",
    limit: 100,
    after: "place of a",
  });
});
