import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { Problem } from "../api/problem";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { Profile } from "../api/types";
import { SignInPage } from "./SignInPage";

function show() {
  const client = new QueryClient();
  render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <SignInPage />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return client;
}

it("signs in by keyboard alone and knows who is there", async () => {
  const ada = { id: "1", username: "ada", display_name: "Ada", roles: ["student"] } satisfies Profile;
  const signIn = vi.spyOn(server, "signIn").mockResolvedValue(ada);
  const client = show();
  await userEvent.tab();
  await userEvent.keyboard(" ada ");
  await userEvent.tab();
  await userEvent.keyboard("secret{Enter}");
  expect(signIn).toHaveBeenCalledWith("ada", "secret");
  expect(client.getQueryData(keys.me)).toEqual(ada);
});

it("says what the server says when it refuses", async () => {
  vi.spyOn(server, "signIn").mockRejectedValue(new Problem(429, "too_many_attempts", "Wait a minute, then try again."));
  show();
  await userEvent.type(screen.getByLabelText(/Username/), "ada");
  await userEvent.type(screen.getByLabelText(/Password/), "wrong");
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("Wait a minute, then try again.");
});
