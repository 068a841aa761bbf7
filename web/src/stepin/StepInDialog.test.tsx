import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { Problem } from "../api/problem";
import * as stepin from "../api/stepin";
import type { InterventionKind, Profile } from "../api/types";
import { SignedInContext } from "../identity/signedIn";
import { StepInDialog } from "./StepInDialog";

const onClose = vi.fn();
const me = { id: "1", username: "p", display_name: "P", roles: ["proctor"] } satisfies Profile;

function show(kind: InterventionKind, sessionId = "s1") {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <SignedInContext value={me}>
          <StepInDialog sessionId={sessionId} student="Ada" kind={kind} onClose={onClose} />
        </SignedInContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup();
}

beforeEach(() => {
  vi.restoreAllMocks();
  sessionStorage.clear();
  onClose.mockReset();
});

it("asks for a reason first, then sends it with its first level", async () => {
  const send = vi.spyOn(stepin, "stepIn").mockResolvedValue({} as never);
  const user = show("pause");
  await user.click(screen.getByRole("button", { name: "Pause" }));
  expect(screen.getByText(/Choose a reason: the student/)).toBeVisible();
  expect(send).not.toHaveBeenCalled();

  await user.selectOptions(screen.getByLabelText(/Reason/), "network");
  await user.click(screen.getByRole("button", { name: "Pause" }));
  expect(send).toHaveBeenCalledWith("s1", {
    kind: "pause",
    category: "technical",
    reason: "network",
    note: null,
    minutes: null,
  });
  await vi.waitFor(() => {
    expect(onClose).toHaveBeenCalled();
  });
});

it("keeps what was typed when it is refused, and says why", async () => {
  const words = "This exam has been submitted: it cannot be paused, resumed or ended any more. Nothing was changed.";
  vi.spyOn(stepin, "stepIn").mockRejectedValue(new Problem(409, "intervention_not_possible", words));
  const user = show("end");
  await user.selectOptions(screen.getByLabelText(/Reason/), "other");
  await user.click(screen.getByRole("button", { name: "End the session" }));
  expect(screen.getByText("Say which reason it is.")).toBeVisible();
  await user.type(screen.getByLabelText(/Note/), "The fire alarm rang.");
  await user.click(screen.getByRole("button", { name: "End the session" }));

  expect(await screen.findByText(words)).toBeVisible();
  expect(screen.getByLabelText(/Note/)).toHaveValue("The fire alarm rang.");
  expect(onClose).not.toHaveBeenCalled();
});

it("refuses a note that is too long, without cutting it", async () => {
  const send = vi.spyOn(stepin, "stepIn").mockResolvedValue({} as never);
  const user = show("resume");
  const long = "x".repeat(301);
  await user.click(screen.getByLabelText(/Note/));
  await user.paste(long);
  await user.click(screen.getByRole("button", { name: "Resume" }));
  expect(screen.getByText("Shorten the note to 300 characters.")).toBeVisible();
  expect(screen.getByLabelText(/Note/)).toHaveValue(long);
  expect(send).not.toHaveBeenCalled();
});

it("finds what was typed again after the dialog was closed, for the same student alone", async () => {
  const user = show("pause", "s2");
  await user.type(screen.getByLabelText(/Note/), "We look into it.");
  cleanup();
  show("pause", "s3");
  expect(screen.getByLabelText(/Note/)).toHaveValue("");
  cleanup();
  show("pause", "s2");
  expect(screen.getByLabelText(/Note/)).toHaveValue("We look into it.");
});

it.each(["-5", "0", "99999", ""])("gives no other number of minutes than was typed: %s", async (typed) => {
  const send = vi.spyOn(stepin, "stepIn").mockResolvedValue({} as never);
  const user = show("more_time");
  await user.selectOptions(screen.getByLabelText(/Reason/), "network");
  await user.clear(screen.getByLabelText("Minutes"));
  if (typed !== "") await user.type(screen.getByLabelText("Minutes"), typed);
  await user.click(screen.getByRole("button", { name: "Give more time" }));
  expect(screen.getByText("Choose 1 to 600 minutes.")).toBeVisible();
  expect(screen.getByLabelText("Minutes")).toHaveValue(typed);
  expect(send).not.toHaveBeenCalled();
});
