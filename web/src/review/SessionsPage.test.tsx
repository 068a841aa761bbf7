import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../api/problem";
import * as server from "../api/server";
import type { Profile } from "../api/types";
import { SignedInContext } from "../identity/signedIn";
import { SessionsPage } from "./SessionsPage";
import { readView, writeView } from "./sessionView";

describe("the address of the list", () => {
  const view = (address: string) => readView(new URLSearchParams(address));

  it("says what is shown, and nothing that it cannot say", () => {
    expect(view("")).toEqual({ page: 1, examId: "", status: "", search: "", order: "" });
    expect(view("page=3&exam=e&status=active&search=+ada+&order=cheat_score")).toEqual({
      page: 3,
      examId: "e",
      status: "active",
      search: "ada",
      order: "cheat_score",
    });
    expect(view("page=-1&status=gone&order=random")).toEqual(view(""));
    expect(view(`search=${"x".repeat(500)}`).search).toHaveLength(100);
  });

  it("goes back to the first page with every change but that of the page, and keeps the rest", () => {
    const old = new URLSearchParams("page=4&exam=e&other=1");
    expect(writeView(old, { search: "50 %" }).toString()).toBe("exam=e&other=1&search=50+%25");
    expect(writeView(old, { page: 5 }).toString()).toBe("page=5&exam=e&other=1");
    expect(writeView(old, { page: 1, examId: "" }).toString()).toBe("other=1");
  });
});

describe("the list of sessions", () => {
  function open(address: string) {
    vi.spyOn(server, "listExams").mockResolvedValue([]);
    const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    const proctor = { id: "1", username: "p", display_name: "P", roles: ["proctor"] } satisfies Profile;
    const router = createMemoryRouter([{ path: "/sessions", Component: SessionsPage }], { initialEntries: [address] });
    render(
      <MantineProvider>
        <QueryClientProvider client={client}>
          <SignedInContext value={proctor}>
            <RouterProvider router={router} />
          </SignedInContext>
        </QueryClientProvider>
      </MantineProvider>,
    );
    return router;
  }

  let list = vi.spyOn(server, "listSessions");
  beforeEach(() => {
    list = vi.spyOn(server, "listSessions").mockResolvedValue({ sessions: [], total: 0 });
  });

  it("begins as its address says", async () => {
    open("/sessions?search=ada&order=cheat_score&page=2");
    expect(await screen.findByLabelText("Search")).toHaveValue("ada");
    expect(screen.getByLabelText("Order")).toHaveValue("cheat_score");
    expect(list).toHaveBeenCalledWith(
      expect.objectContaining({ search: "ada", order: "cheat_score", limit: 50, offset: 50 }),
    );
  });

  it("searches once for what was typed, says what to do when nobody is found, and shows all again", async () => {
    const router = open("/sessions?page=2");
    const field = await screen.findByLabelText("Search");
    await userEvent.type(field, "zoë{Enter}");
    await waitFor(() => {
      expect(router.state.location.search).toBe("?search=zo%C3%AB");
    });
    expect(list).not.toHaveBeenCalledWith(expect.objectContaining({ search: "z" }));
    expect(await screen.findByText(/called “zoë”/)).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Show all sessions" }));
    expect(router.state.location.search).toBe("");
    expect(field).toHaveValue("");
  });

  it.each(["%00", "a%07b"])(
    "says what is wrong with a search for %s, and keeps the field to mend it",
    async (words) => {
      const router = open(`/sessions?search=${words}`);
      expect(await screen.findByText(/character that cannot be seen/)).toBeVisible();
      expect(list).not.toHaveBeenCalled();
      await userEvent.click(screen.getByRole("button", { name: "Show all sessions" }));
      expect(router.state.location.search).toBe("");
      expect(await screen.findByText(/Nobody has sat an exam yet/)).toBeVisible();
      expect(screen.getByLabelText("Search")).toHaveValue("");
    },
  );

  it("keeps the filters where the server does not take one of them", async () => {
    list.mockRejectedValue(new Problem(400, "invalid_request", "These fields are not valid: exam_id."));
    open("/sessions?exam=nonsense&search=ada");
    expect(await screen.findByText("These fields are not valid: exam_id.")).toBeVisible();
    expect(screen.getByLabelText("Search")).toHaveValue("ada");
  });

  it("follows the browser's way back", async () => {
    const router = open("/sessions?search=ada");
    await userEvent.selectOptions(await screen.findByLabelText("Order"), "cheat_score");
    expect(router.state.location.search).toBe("?search=ada&order=cheat_score");
    await router.navigate("/sessions?search=bea");
    const field = screen.getByLabelText("Search");
    await waitFor(() => {
      expect(field).toHaveValue("bea");
    });
    await router.navigate(-2);
    await waitFor(() => {
      expect(field).toHaveValue("ada");
    });
    expect(screen.getByLabelText("Order")).toHaveValue("");
  });
});
