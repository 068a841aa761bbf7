import { MantineProvider } from "@mantine/core";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import { CrashPage } from "./CrashPage";
import { loadPart } from "./loadPart";

/** What is shown when the bundle of a page fails so. */
async function showAfter(load: () => Promise<never>): Promise<void> {
  // React and the router report what they catch.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const router = createMemoryRouter([{ path: "/", errorElement: <CrashPage />, lazy: load }]);
  render(
    <MantineProvider>
      <RouterProvider router={router} />
    </MantineProvider>,
  );
  await screen.findByRole("heading");
}

const gone = () => loadPart<never>(() => Promise.reject(new TypeError("Failed to fetch dynamically imported module")));

let reload: ReturnType<typeof vi.fn<() => void>>;

beforeEach(() => {
  const { location } = globalThis;
  reload = vi.fn<() => void>();
  vi.stubGlobal("location", { href: location.href, reload });
  return () => vi.stubGlobal("location", location);
});

it("says of a part that cannot be loaded nothing of modules, and that nothing is lost", async () => {
  await showAfter(gone);
  expect(screen.getByRole("heading")).toHaveTextContent("This page could not be loaded");
  expect(document.body).toHaveTextContent("Nothing that was saved is lost");
  expect(document.body).not.toHaveTextContent("module");
});

it("loads the page anew once the server can be reached, and not before", async () => {
  const fetched = vi.spyOn(globalThis, "fetch").mockRejectedValueOnce(new TypeError("offline"));
  await showAfter(gone);
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("cannot be reached");
  expect(reload).not.toHaveBeenCalled();

  fetched.mockResolvedValueOnce(new Response(null, { status: 503 }));
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("cannot be reached");
  expect(reload).not.toHaveBeenCalled();

  fetched.mockResolvedValueOnce(new Response(null, { status: 200 }));
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => {
    expect(reload).toHaveBeenCalledOnce();
  });
});

it("names what broke where it was no missing part", async () => {
  await showAfter(() => Promise.reject(new Error("a mistake of ours")));
  expect(screen.getByRole("heading")).toHaveTextContent("Something broke on this page");
  expect(document.body).toHaveTextContent("a mistake of ours");
});
