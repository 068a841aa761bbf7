import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter, Route, Routes } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import { AppealConflict } from "../api/problem";
import { formatClock } from "../ui/time";
import { appealWith, incidentWith, sittingWith } from "./fakeAppeals";
import { SeenPage } from "./SeenPage";

const server = vi.hoisted(() => ({
  getOwnAppeal: vi.fn(),
  saveAppeal: vi.fn(),
  sendAppeal: vi.fn(),
  withdrawAppeal: vi.fn(),
  clipContentUrl: (id: string) => `/clips/${id}`,
}));
vi.mock("../api/server", () => server);

beforeEach(() => {
  localStorage.clear();
  for (const call of [server.getOwnAppeal, server.saveAppeal, server.sendAppeal, server.withdrawAppeal])
    call.mockReset();
  server.getOwnAppeal.mockResolvedValue(sittingWith());
});

const show = () =>
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <MemoryRouter initialEntries={["/sessions/s1/seen"]}>
          <Routes>
            <Route path="/sessions/:sessionId/seen" element={<SeenPage />} />
          </Routes>
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );

it("tells what was seen and decided, and no score as a headline", async () => {
  show();
  expect(await screen.findByRole("heading", { name: /for 8 seconds the camera did not see you/ })).toBeVisible();
  expect(screen.getByText("You were out of the room.")).toBeVisible();
  expect(screen.getByText("Nobody was there.")).toBeVisible();
  for (const heading of screen.getAllByRole("heading")) expect(heading).not.toHaveTextContent(/score/i);
  expect(screen.queryByText(/cheat/i)).toBeNull();
  expect(screen.getByTestId("step-answer")).toHaveAttribute("data-state", "now");
});

it("saves what is typed and sends it", async () => {
  const saved = sittingWith({
    appeal: appealWith({ version: 1 }),
    incidents: [incidentWith({ answer: "I was ill." })],
  });
  server.saveAppeal.mockResolvedValue(saved);
  server.sendAppeal.mockResolvedValue(
    sittingWith({
      can_write: false,
      appeal: appealWith({ status: "sent", sent_at: "2026-03-05T10:00:00Z", answer_until: "2026-03-19T10:00:00Z" }),
      incidents: [incidentWith({ answer: "I was ill." })],
    }),
  );
  show();
  expect(await screen.findByRole("button", { name: "Send your answer" })).toBeDisabled();
  await userEvent.type(screen.getByLabelText("Your answer to this moment"), "I was ill.");
  await userEvent.click(screen.getByRole("button", { name: "Send your answer" }));
  expect(await screen.findByTestId("step-second_look")).toHaveAttribute("data-state", "now");
  expect(server.saveAppeal).toHaveBeenCalledWith(
    "s1",
    { builds_on: 0, statement: "", answers: [{ incident_id: "i1", text: "I was ill." }] },
    false,
  );
  expect(server.sendAppeal).toHaveBeenCalledWith("s1", 1);
  expect(screen.getByText("I was ill.")).toBeVisible();
  expect(screen.queryByRole("textbox")).toBeNull();
});

it("takes back what was sent, and the words can be changed again", async () => {
  const sent = appealWith({ status: "sent", sent_at: "2026-03-05T10:00:00Z", answer_until: "2026-03-19T10:00:00Z" });
  server.getOwnAppeal.mockResolvedValue(sittingWith({ can_write: false, appeal: sent }));
  server.withdrawAppeal.mockResolvedValue(
    sittingWith({ appeal: appealWith({ status: "withdrawn", statement: "Kept." }) }),
  );
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Take it back" }));
  await waitFor(() => {
    expect(screen.getByLabelText("What you want to say about the whole")).toHaveValue("Kept.");
  });
});

it("shows the last decision and its reasons", async () => {
  server.getOwnAppeal.mockResolvedValue(
    sittingWith({
      can_write: false,
      appeal: appealWith({
        status: "decided",
        sent_at: "2026-03-05T10:00:00Z",
        decided_at: "2026-03-06T10:00:00Z",
        outcome: { outcome: "upheld", reason: "The rest stands." },
      }),
      incidents: [
        incidentWith({ answer: "I was ill.", outcome: { outcome: "granted", reason: "The doctor says so." } }),
      ],
    }),
  );
  show();
  expect(await screen.findByTestId("outcome")).toHaveTextContent("The rest stands.");
  expect(screen.getByTestId("incident-outcome")).toHaveTextContent("The doctor says so.");
  expect(screen.queryByRole("button", { name: "Take it back" })).toBeNull();
});

const left = (text: string) => ({ text, base: "", sent: [] });

it("shows what could not be saved in time, and says that it was not sent", async () => {
  localStorage.setItem("invigil.appeal.s1", JSON.stringify({ i1: left("I was ill."), "": left("Please look again.") }));
  server.getOwnAppeal.mockResolvedValue(sittingWith({ can_write: false }));
  show();
  expect(await screen.findByTestId("unsaved-words")).toHaveTextContent("I was ill.Please look again.");
  expect(screen.getByTestId("step-answer")).not.toHaveTextContent("kept");
  expect(screen.queryByRole("textbox")).toBeNull();
});

it("shows of two versions all that differs, by what it is about, and nothing else", async () => {
  const second = incidentWith({ id: "i2", started_at: "2026-03-01T09:20:00Z" });
  const third = incidentWith({ id: "i3", started_at: "2026-03-01T09:30:00Z" });
  server.getOwnAppeal.mockResolvedValue(sittingWith({ incidents: [incidentWith(), second, third] }));
  const stored = sittingWith({
    appeal: appealWith({ version: 7 }),
    incidents: [incidentWith({ answer: "Theirs." }), { ...second, answer: "Written there alone." }, third],
  });
  server.saveAppeal.mockRejectedValue(new AppealConflict("appeal_changed", "Changed elsewhere.", stored));
  show();
  const [first, , last] = await screen.findAllByLabelText("Your answer to this moment");
  if (first === undefined || last === undefined) throw new Error("a moment has no field");
  await userEvent.type(first, "Mine.");
  await userEvent.type(last, "Mine alone.");
  await screen.findByText("Changed in another window");
  expect(screen.getAllByTestId("other-words").map(({ textContent }) => textContent)).toEqual([
    `Stored there about the moment at ${formatClock(incidentWith().started_at)}:Theirs.`,
    `Stored there about the moment at ${formatClock(third.started_at)}:nothing`,
  ]);
  expect(screen.getByDisplayValue("Written there alone.")).toBeVisible();
});

it("keeps the first decision beside what came of the appeal", async () => {
  const before = sittingWith();
  if (before.decision === null) throw new Error("There is no decision.");
  const granted = { ...before.decision, outcome: "no_concern", origin: "appeal", comment: "All is well." } as const;
  server.getOwnAppeal.mockResolvedValue(
    sittingWith({
      can_write: false,
      decision: granted,
      first_decision: before.decision,
      appeal: appealWith({ status: "decided", outcome: { outcome: "granted", reason: "All is well." } }),
      incidents: [incidentWith({ outcome: { outcome: "granted", reason: "The doctor says so." } })],
    }),
  );
  show();
  expect(await screen.findByTestId("decision")).toHaveTextContent("You were out of the room.");
  expect(screen.getByTestId("outcome")).toHaveTextContent("All is well.");
  expect(screen.getByTestId("incident-decision")).toHaveTextContent("Nobody was there.");
  expect(screen.getByTestId("incident-outcome")).not.toHaveTextContent("what you wrote");
});

it("says of a moment that nobody decided about that it does not count, and asks nothing about it", async () => {
  server.getOwnAppeal.mockResolvedValue(
    sittingWith({ incidents: [incidentWith(), incidentWith({ id: "i2", decision: null })] }),
  );
  show();
  expect(await screen.findByTestId("incident-undecided")).toHaveTextContent("it does not count");
  expect(screen.getAllByLabelText("Your answer to this moment")).toHaveLength(1);
});
