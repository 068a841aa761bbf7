import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter, Route, Routes } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import { AppealConflict } from "../api/problem";
import { SignedInContext } from "../identity/signedIn";
import type { Profile } from "../api/types";
import { AppealPage } from "./AppealPage";
import { appealWith, incidentWith, sittingWith } from "./fakeAppeals";

const server = vi.hoisted(() => ({ getAppeal: vi.fn(), decideAppeal: vi.fn() }));
vi.mock("../api/server", () => server);

const reviewer = { id: "1", username: "r", display_name: "R", roles: ["reviewer"] } satisfies Profile;

const SENT = appealWith({
  status: "sent",
  statement: "Please look again.",
  sent_at: "2026-03-05T10:00:00Z",
  answer_until: "2026-03-19T10:00:00Z",
});
const SITTING = sittingWith({
  can_write: false,
  can_decide: true,
  appeal: SENT,
  incidents: [incidentWith({ answer: "I was ill." })],
});

beforeEach(() => {
  server.getAppeal.mockReset().mockResolvedValue(SITTING);
  server.decideAppeal.mockReset();
  sessionStorage.clear();
});

const show = () =>
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <MemoryRouter initialEntries={["/appeals/a1"]}>
          <Routes>
            <Route
              path="/appeals/:appealId"
              element={
                <SignedInContext value={reviewer}>
                  <AppealPage />
                </SignedInContext>
              }
            />
          </Routes>
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );

async function fillIn() {
  const [moment] = await screen.findAllByRole("radio", { name: /Grant: it does not count/ });
  if (moment === undefined) throw new Error("There is nothing to grant.");
  await userEvent.click(moment);
  fireEvent.change(screen.getByLabelText(/Reason/), { target: { value: "The doctor says so." } });
  await userEvent.click(screen.getByRole("radio", { name: /Uphold: the first decision stands/ }));
  const last = screen.getAllByLabelText(/Reason/).at(-1);
  if (last === undefined) throw new Error("There is no reason to give.");
  fireEvent.change(last, { target: { value: "The rest stands." } });
}

const confirm = async () => userEvent.click(await screen.findByRole("button", { name: "Yes, this is final" }));

it("asks for what is missing, then sends the decision with its reasons", async () => {
  const outcome = { outcome: "upheld", reason: "The rest stands." } as const;
  server.decideAppeal.mockResolvedValue({
    ...SITTING,
    can_decide: false,
    appeal: { ...SENT, status: "decided", decided_at: "2026-03-06T10:00:00Z", outcome },
  });
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Decide" }));
  expect(screen.getAllByText("Choose one of the two.")).toHaveLength(2);
  expect(server.decideAppeal).not.toHaveBeenCalled();
  await fillIn();
  await userEvent.click(screen.getByRole("button", { name: "Decide" }));
  expect(await screen.findByTestId("bare-concern")).toHaveTextContent("yet the concern stands");
  expect(server.decideAppeal).not.toHaveBeenCalled();
  await confirm();
  expect(await screen.findByTestId("appeal-outcome")).toHaveTextContent("The rest stands.");
  expect(server.decideAppeal).toHaveBeenCalledWith("a1", {
    ...outcome,
    incidents: [{ incident_id: "i1", outcome: "granted", reason: "The doctor says so." }],
  });
});

it("tells the first reviewer plainly that somebody else decides", async () => {
  server.getAppeal.mockResolvedValue({ ...SITTING, can_decide: false, has_decided: true });
  show();
  expect(await screen.findByTestId("decided-before")).toHaveTextContent("for another reviewer, or an admin");
  expect(screen.getByText("I was ill.")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Decide" })).toBeNull();
});

it("loses nothing that was typed when somebody else was faster", async () => {
  const stored = {
    ...SITTING,
    can_decide: false,
    appeal: {
      ...SENT,
      status: "decided" as const,
      decided_at: "2026-03-06T10:00:00Z",
      outcome: { outcome: "granted" as const, reason: "Faster." },
    },
  };
  server.decideAppeal.mockRejectedValue(
    new AppealConflict("appeal_decided", "Somebody else has just decided.", stored),
  );
  show();
  await fillIn();
  await userEvent.click(screen.getByRole("button", { name: "Decide" }));
  await confirm();
  expect(await screen.findByTestId("unstored")).toHaveTextContent("The doctor says so. The rest stands.");
  expect(screen.getByTestId("appeal-outcome")).toHaveTextContent("Faster.");
});

it("has what was typed again after another page, until it is decided", async () => {
  server.decideAppeal.mockResolvedValue({
    ...SITTING,
    can_decide: false,
    appeal: { ...SENT, status: "decided", outcome: { outcome: "upheld", reason: "The rest stands." } },
  });
  const { unmount } = show();
  await fillIn();
  unmount();
  show();
  expect(await screen.findByDisplayValue("The doctor says so.")).toBeVisible();
  expect(screen.getByRole("radio", { name: /Uphold: the first decision stands/ })).toBeChecked();
  await userEvent.click(screen.getByRole("button", { name: "Decide" }));
  await confirm();
  expect(await screen.findByTestId("appeal-outcome")).toBeVisible();
  expect(sessionStorage).toHaveLength(0);
});
