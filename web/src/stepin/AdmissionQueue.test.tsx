import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import { Problem } from "../api/problem";
import { keys } from "../api/queries";
import * as stepin from "../api/stepin";
import type { Profile, WaitingStudent } from "../api/types";
import { SignedInContext } from "../identity/signedIn";
import { AdmissionQueue } from "./AdmissionQueue";

const me = { id: "1", username: "p", display_name: "P", roles: ["proctor"] } satisfies Profile;
const ada = {
  session_id: "s1",
  student: "Ada",
  exam_id: "e1",
  exam_title: "Algebra",
  asked_at: "2026-03-01T10:00:00.000Z",
  picture_at: null,
  has_first_picture: false,
} as WaitingStudent;

let client: QueryClient;

beforeEach(() => {
  sessionStorage.clear();
  client = new QueryClient();
  vi.spyOn(stepin, "listAdmissions").mockResolvedValue([ada]);
});

async function lookAtAda() {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <SignedInContext value={me}>
          <MemoryRouter>
            <AdmissionQueue examId={null} />
          </MemoryRouter>
        </SignedInContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Look at Ada" }));
  await user.type(await screen.findByLabelText(/for another picture/), "Turn on a light.");
  return user;
}

it("keeps what the server said and what was typed when the student is gone from the list", async () => {
  vi.spyOn(stepin, "letIn").mockImplementation(() => {
    vi.mocked(stepin.listAdmissions).mockResolvedValue([]);
    return Promise.reject(new Problem(409, "admission_not_asked", "Ada was let in by Bea."));
  });
  const user = await lookAtAda();
  await user.click(screen.getByRole("button", { name: "Let in" }));
  await waitFor(() => {
    expect(screen.queryByRole("button", { name: "Let in" })).toBeNull();
  });
  expect(screen.getByText("Ada was let in by Bea.")).toBeVisible();
  expect(screen.getByDisplayValue("Turn on a light.")).toBeVisible();
  await user.keyboard("{Escape}");
  await waitFor(() => {
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

it("says that somebody else has decided when the student is gone while the dialog is open", async () => {
  await lookAtAda();
  vi.mocked(stepin.listAdmissions).mockResolvedValue([]);
  await client.invalidateQueries({ queryKey: keys.admissions });
  expect(await screen.findByText(/does not wait any more/)).toBeVisible();
  expect(screen.getByDisplayValue("Turn on a light.")).toBeVisible();
});
