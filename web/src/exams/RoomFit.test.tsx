import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { Problem } from "../api/problem";
import * as server from "../api/server";
import type { RoomForecast } from "../api/types";
import { RoomFit } from "./RoomFit";

const forecast: RoomForecast = {
  students: 40,
  source: "everybody",
  nodes: 1,
  analysis_threads: 2,
  frame_cost_ms: 4,
  fps_per_student: 9.3,
  room_for: 535,
  nodes_needed: 1,
  verdict: "fits",
};

function open() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <RoomFit examId="e1" />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

it("asks for everybody who may come, and again for a number that is typed", async () => {
  const ask = vi
    .spyOn(server, "forecastRoom")
    .mockImplementation((_, students) =>
      Promise.resolve(
        students === undefined ? forecast : { ...forecast, students, source: "given", verdict: "too_small" },
      ),
    );
  open();
  expect(await screen.findByText(/The room fits: about 9.3 frames a second for each of 40 students/)).toBeVisible();
  expect(screen.getByText("Every student with an account")).toBeVisible();
  await userEvent.type(screen.getByLabelText("Students at once"), "600");
  expect(
    await screen.findByText(/The room is too small: there is place for 535 students, and 600 will come/),
  ).toBeVisible();
  expect(ask).toHaveBeenLastCalledWith("e1", 600);
});

it("says when it cannot be said", async () => {
  vi.spyOn(server, "forecastRoom").mockRejectedValue(new Problem(503, "unavailable", "no"));
  open();
  expect(await screen.findByText("It cannot be said just now whether the room will fit.")).toBeVisible();
});
