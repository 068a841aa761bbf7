import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { expect, it, vi } from "vitest";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { Profile, Role } from "../api/types";
import { draftStore } from "../identity/drafts";
import { Layout } from "./Layout";

function linksOf(roles: readonly Role[]) {
  const me: Profile = { id: "1", username: "ada", display_name: "Ada", roles };
  vi.spyOn(server, "me").mockResolvedValue(me);
  const client = new QueryClient();
  client.setQueryData(keys.me, me);
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <MemoryRouter>
          <Layout />
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
  const navigation = screen.getByRole("navigation", { name: "Pages" });
  return within(navigation)
    .getAllByRole("link")
    .map((link) => link.textContent);
}

it.each<[readonly Role[], readonly string[]]>([
  [["student"], ["My exams", "My results"]],
  [["proctor"], ["Live", "Sessions"]],
  [["reviewer"], ["Sessions", "Review", "Appeals"]],
  [["author"], ["Exams"]],
  [["admin"], ["Live", "Sessions", "Review", "Appeals", "Exams", "People"]],
  [
    ["student", "proctor"],
    ["My exams", "Live", "Sessions"],
  ],
  [
    ["student", "author"],
    ["My exams", "My results", "Exams"],
  ],
])("leads %s to %s", (roles, pages) => {
  expect(linksOf(roles)).toEqual(pages);
});

it("leaves nothing that was typed behind, in this tab and in the others, when somebody signs out", async () => {
  vi.spyOn(server, "signOut").mockResolvedValue(undefined);
  const elsewhere = new BroadcastChannel("invigil.sign-in");
  const heard = new Promise((resolve) => {
    elsewhere.onmessage = ({ data }) => {
      resolve(data);
    };
  });
  linksOf(["proctor"]);
  draftStore.of("1").keep("note", "typed");
  await userEvent.click(screen.getByRole("button", { name: "Sign out" }));
  expect(await heard).toBe("signed_out");
  expect(draftStore.of("1").recall("note")).toBeUndefined();

  draftStore.of("1").keep("note", "typed here while somebody signs out there");
  elsewhere.postMessage("signed_in");
  elsewhere.postMessage("signed_out");
  elsewhere.close();
  await waitFor(() => {
    expect(draftStore.of("1").recall("note")).toBeUndefined();
  });
});
