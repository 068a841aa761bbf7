import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { expect, it, vi } from "vitest";
import { keys } from "../api/queries";
import * as server from "../api/server";
import { HomePage } from "../identity/HomePage";
import { session } from "../review/fakeReview";
import { formatDateTime } from "../ui/time";

vi.mock("../api/server");

it("tells of a decision, and until when it can be answered", async () => {
  const deadline = "2999-03-18T10:00:00Z";
  vi.mocked(server.listExams).mockResolvedValue([
    {
      exam_id: "exam",
      title: "Logic",
      description: "",
      duration_minutes: 60,
      on_staff: false,
      opens_at: "2026-03-01T10:00:00Z",
      closes_at: "2026-03-01T12:00:00Z",
      question_count: 1,
      state: "closed",
      admission: null,
      looks_for_phones: false,
      session: { session_id: "session", status: "submitted" },
    },
  ]);
  vi.mocked(server.listSessions).mockResolvedValue({
    sessions: [{ ...session([]), decision: { outcome: "concern", decided_at: "2026-03-04T10:00:00Z", deadline } }],
    total: 1,
  });
  // The way in that a student takes: the page stands behind no other.
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  client.setQueryData(keys.me, { id: "student", username: "sara", display_name: "Sara", roles: ["student"] });
  render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <MemoryRouter>
          <HomePage />
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
  expect(await screen.findByTestId("told-decision")).toHaveTextContent(
    `Decided: there is a concern. You can answer until ${formatDateTime(deadline)}.`,
  );
  expect(vi.mocked(server.listSessions).mock.calls[0]?.[0]).toMatchObject({ studentId: "student" });
});
