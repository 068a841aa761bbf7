import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { Profile } from "../api/types";
import { RequireRole } from "./RequireRole";
import { useSignedIn } from "./signedIn";

const ada = { id: "1", username: "ada", display_name: "Ada Lovelace", roles: ["student"] } satisfies Profile;
const bob = { id: "2", username: "bob", display_name: "Bob", roles: ["student"] } satisfies Profile;

let me = vi.spyOn(server, "me");
let signIn = vi.spyOn(server, "signIn");
beforeEach(() => {
  me = vi.spyOn(server, "me").mockResolvedValue(ada);
  signIn = vi.spyOn(server, "signIn").mockImplementation((username) => Promise.resolve(username === "ada" ? ada : bob));
});

/** What another tab says when somebody has signed in there. */
function signInElsewhere() {
  const tab = new BroadcastChannel("invigil.sign-in");
  tab.postMessage("signed_in");
  tab.close();
}

function ExamPage() {
  return <textarea aria-label={`Answer of ${useSignedIn().display_name}`} />;
}

/** Ada's page with something typed on it, whose sign-in has run out. */
async function signedOut(): Promise<QueryClient> {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createMemoryRouter([
    { element: <RequireRole roles={["student"]} />, children: [{ path: "/", Component: ExamPage }] },
  ]);
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  fireEvent.change(await screen.findByLabelText("Answer of Ada Lovelace"), { target: { value: "typed" } });
  act(() => {
    client.setQueryData(keys.me, null);
  });
  expect(await screen.findByText("Please sign in again")).toBeVisible();
  return client;
}

const page = () => screen.getByLabelText("Answer of Ada Lovelace");
const dialog = () => screen.queryByRole("dialog");

it("asks the page's own person for a new sign-in, and keeps the page", async () => {
  await signedOut();
  expect(screen.getByText(/This page is Ada Lovelace’s/)).toBeVisible();
  expect(screen.getByLabelText(/Username/)).toHaveValue("ada");
  expect(screen.getByLabelText(/Username/)).toHaveAttribute("readonly");
  await userEvent.type(screen.getByLabelText(/Password/), "secret{Enter}");
  await waitFor(() => {
    expect(dialog()).toBeNull();
  });
  expect(signIn).toHaveBeenCalledWith("ada", "secret");
  expect(page()).toHaveValue("typed");
});

it("closes the dialog when the same person has signed in in another tab", async () => {
  await signedOut();
  act(signInElsewhere);
  await waitFor(() => {
    expect(dialog()).toBeNull();
  });
  expect(page()).toHaveValue("typed");
});

it("looks for a new sign-in whenever the tab is gone back to", async () => {
  await signedOut();
  const asked = me.mock.calls.length;
  act(() => {
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  });
  await waitFor(() => {
    expect(dialog()).toBeNull();
  });
  expect(me).toHaveBeenCalledTimes(asked + 1);
});

it("says whose page it is when somebody else has signed in, and goes on as its own person", async () => {
  await signedOut();
  me.mockResolvedValue(bob);
  act(signInElsewhere);
  expect(await screen.findByText("This page is Ada Lovelace’s")).toBeVisible();
  expect(screen.getByText(/Now Bob is signed in/)).toBeVisible();
  expect(page()).toHaveValue("typed");

  await userEvent.type(screen.getByLabelText(/Password/), "secret{Enter}");
  await waitFor(() => {
    expect(dialog()).toBeNull();
  });
  expect(signIn).toHaveBeenCalledWith("ada", "secret");
  expect(page()).toHaveValue("typed");
});

it("begins anew for whoever is signed in when its person leaves it", async () => {
  const client = await signedOut();
  client.setQueryData(["exams", "1"], "as far as Ada had come");
  act(() => {
    client.setQueryData<Profile>(keys.me, bob);
  });
  await userEvent.click(await screen.findByText(/Leave this page to/));
  expect(await screen.findByLabelText("Answer of Bob")).toHaveValue("");
  expect(client.getQueryData(["exams", "1"])).toBeUndefined();
});

it("lets somebody else sign in when its person leaves it", async () => {
  await signedOut();
  await userEvent.click(screen.getByText(/Leave this page and sign in as somebody else/));
  await screen.findByRole("heading", { name: "Sign in" });
  fireEvent.change(screen.getByLabelText(/Username/), { target: { value: "bob" } });
  await userEvent.type(screen.getByLabelText(/Password/), "secret{Enter}");
  expect(await screen.findByLabelText("Answer of Bob")).toHaveValue("");
});
