import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { expect, it, vi } from "vitest";
import * as stepin from "../api/stepin";
import type { HandKind, RaisedHand } from "../api/types";
import { Hands } from "./Hands";

const raised = (student: string, examId: string, kind: HandKind): RaisedHand => ({
  session_id: student,
  student,
  exam_id: examId,
  exam_title: "Algebra",
  status: "active",
  hand: { kind, note: null, raised_at: "2026-03-01T10:00:00.000Z", answered_at: null },
});

it("shows the hands of the exam that is looked at, and of everybody who is locked out", async () => {
  vi.spyOn(stepin, "listHands").mockResolvedValue([
    raised("Ann", "e2", "locked_out"),
    raised("Ben", "e1", "question"),
    raised("Cem", "e2", "question"),
  ]);
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <MemoryRouter>
          <Hands examId="e1" />
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
  expect(await screen.findByRole("heading", { name: "2 hands are up" })).toBeVisible();
  expect(screen.getByRole("link", { name: "Ann" })).toBeVisible();
  expect(screen.queryByRole("link", { name: "Cem" })).toBeNull();
});
