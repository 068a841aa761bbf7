import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LiveSession, Profile } from "../api/types";
import * as server from "../api/server";
import { SignedInContext } from "../identity/signedIn";
import { liveSession } from "./liveSession.fixture";
import { LivePage } from "./LivePage";
import { LiveStore } from "./liveStore";

const held = vi.hoisted((): { store: unknown } => ({ store: undefined }));

vi.mock("./liveStore", async (original) => {
  const real = await original<typeof import("./liveStore")>();
  const store = new real.LiveStore();
  held.store = store;
  return {
    ...real,
    subscribeLive: store.subscribe,
    getLiveSnapshot: store.getSnapshot,
    liveServerNowMillis: store.serverNowMillis,
  };
});

const store = () => held.store as LiveStore;
const server_time = "2026-03-01T09:10:00.000Z";
const incident = { id: "i1", behavior: "absent", started_at: server_time };

function sit(...sessions: LiveSession[]): void {
  act(() => {
    store().setLink("connected", 1);
    store().apply({ type: "snapshot", seq: 1, server_time, sessions });
  });
}

function open(address: string) {
  const router = createMemoryRouter(
    [
      { path: "/live", element: <LivePage /> },
      { path: "/sessions/:id", element: <p>a session</p> },
    ],
    { initialEntries: [address] },
  );
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <SignedInContext value={proctor}>
          <RouterProvider router={router} />
        </SignedInContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return router;
}

const proctor: Profile = { id: "1", username: "p", display_name: "P", roles: ["proctor"] };

const names = () => screen.queryAllByTestId("live-row").map((row) => within(row).getByRole("link").textContent);

const ann = liveSession("a", { student: { id: "1", username: "ann", display_name: "Ann" } });
const ben = liveSession("b", {
  student: { id: "2", username: "ben", display_name: "Ben" },
  incident_count: 2,
  looked_incident_count: 1,
});
const cem = liveSession("c", {
  student: { id: "3", username: "cem", display_name: "Cem" },
  open_incidents: [incident],
  incident_count: 1,
  looked_incident_count: 1,
});
const dee = liveSession("d", { student: { id: "4", username: "dee", display_name: "Dee" }, status: "submitted" });

describe("LivePage", () => {
  let look = vi.spyOn(server, "lookAtSession");

  beforeEach(() => {
    sessionStorage.clear();
    look = vi.spyOn(server, "lookAtSession").mockResolvedValue({ looked_incident_count: 2 });
  });
  afterEach(() => {
    act(() => {
      store().apply({ type: "snapshot", seq: 1, server_time, sessions: [] });
    });
  });

  it("shows who needs a look first, and who has submitted apart", async () => {
    open("/live");
    sit(ann, ben, cem, dee);
    expect(names()).toEqual(["Ben", "Ann", "Cem"]);
    await userEvent.click(screen.getByRole("button", { name: /Submitted or ended just now \(1\)/ }));
    expect(within(screen.getByTestId("over")).getByRole("link", { name: "Dee" })).toBeVisible();
  });

  it("keeps what is chosen in the address, and finds it again at the plain one", async () => {
    const router = open("/live");
    sit(ann, ben, cem);
    await userEvent.click(screen.getByRole("button", { name: "1 needs a look" }));
    expect(names()).toEqual(["Ben"]);
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Order" }), "Name");
    expect(router.state.location.search).toBe("?show=needs_look&order=name");
    await act(() => router.navigate("/sessions/b"));
    await act(() => router.navigate("/live"));
    expect(router.state.location.search).toBe("?show=needs_look&order=name");
    await userEvent.click(screen.getByRole("button", { name: "Show everybody" }));
    expect(names()).toEqual(["Ann", "Ben", "Cem"]);
  });

  it("brings back whoever was hidden as quiet and gets an incident", () => {
    open("/live?quiet=hidden");
    sit(ann, ben, cem);
    expect(names()).toEqual(["Ben", "Cem"]);
    act(() => {
      const sessions = [{ ...ann, open_incidents: [incident], incident_count: 1 }];
      store().apply({ type: "delta", seq: 2, server_time, sessions, removed: [] });
    });
    expect(names()).toContain("Ann");
  });

  it("goes from student to student by keyboard, marks as seen, and opens", async () => {
    const router = open("/live?order=name");
    sit(ann, ben, cem);
    await userEvent.keyboard("j");
    await vi.waitFor(() => {
      expect(screen.getByRole("link", { name: "Ann" })).toHaveFocus();
    });
    await userEvent.keyboard("{ArrowDown}");
    await vi.waitFor(() => {
      expect(screen.getByRole("link", { name: "Ben" })).toHaveFocus();
    });
    await userEvent.keyboard("s");
    expect(look).toHaveBeenCalledExactlyOnceWith("b", 2);
    await userEvent.keyboard("k");
    await vi.waitFor(() => {
      expect(screen.getByRole("link", { name: "Ann" })).toHaveFocus();
    });
    await userEvent.keyboard("s");
    expect(look).toHaveBeenCalledOnce();
    await userEvent.keyboard("{Enter}");
    expect(router.state.location.pathname).toBe("/sessions/a");
  });

  it("takes no letter from what is being typed", async () => {
    open("/live");
    sit(ann, ben);
    await userEvent.type(screen.getByRole("textbox", { name: "Search" }), "sj");
    expect(look).not.toHaveBeenCalled();
    expect(screen.getByRole("textbox", { name: "Search" })).toHaveValue("sj");
  });

  it("names who is not heard from", () => {
    open("/live");
    sit(ann, { ...ben, silent_since: server_time });
    expect(screen.getByTestId("pulse")).toHaveTextContent(
      "2 connected, 1 heard from in the last 5 sNot heard from: Ben",
    );
  });

  it("says that everybody is quiet when nobody is left", () => {
    open("/live?quiet=hidden");
    sit(ann);
    expect(screen.getByText(/Everybody is quiet/)).toBeVisible();
  });

  it("adds each choice to the one before, also from a line that has not been drawn again", async () => {
    const router = open("/live");
    const silent = ["1", "2", "3", "4", "5", "6", "7"].map((id) => liveSession(id, { silent_since: server_time }));
    sit(...silent);
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Order" }), "Name");
    await userEvent.click(screen.getByRole("button", { name: "and 1 more" }));
    expect(router.state.location.search).toBe("?show=silent&order=name");
  });

  it("counts those of the exam that is looked at", () => {
    open("/live?exam=e2");
    sit(ann, { ...ben, exam_id: "e2", exam_title: "Botany" });
    expect(screen.getByRole("button", { name: "1 sitting an exam" })).toBeVisible();
  });

  it("keeps places and the keyboard at the student when what had the focus goes", () => {
    open("/live");
    sit(ann, ben);
    screen.getByRole("button", { name: "Mark Ben as seen, for everybody: 1 new incident" }).focus();
    act(() => {
      const sessions = [{ ...ben, looked_incident_count: 2 }];
      store().apply({ type: "delta", seq: 2, server_time, sessions, removed: [] });
    });
    expect(screen.getByRole("link", { name: "Ben" })).toHaveFocus();
    expect(names()).toEqual(["Ben", "Ann"]);
  });
});
