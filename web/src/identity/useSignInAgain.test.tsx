import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it, vi } from "vitest";
import { keys } from "../api/queries";
import { useSignInAgain } from "./useSignInAgain";

const ada = { id: "1", username: "ada", display_name: "Ada", role: "proctor" } as const;

it("asks for a sign-in when a socket has none any more, and goes on only after somebody has signed in", async () => {
  const client = new QueryClient();
  client.setQueryData(keys.me, ada);
  const goOn = vi.fn();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const { rerender } = renderHook(
    ({ isSignedOut }) => {
      useSignInAgain(isSignedOut, goOn);
    },
    { wrapper, initialProps: { isSignedOut: false } },
  );
  expect(client.getQueryData(keys.me)).toEqual(ada);

  rerender({ isSignedOut: true });
  expect(client.getQueryData(keys.me)).toBeNull();
  // Drawn again before the page knows that nobody is signed in.
  rerender({ isSignedOut: true });
  expect(goOn).not.toHaveBeenCalled();

  act(() => {
    client.setQueryData(keys.me, { ...ada });
  });
  await waitFor(() => {
    expect(goOn).toHaveBeenCalledTimes(1);
  });

  rerender({ isSignedOut: false });
  rerender({ isSignedOut: true });
  expect(client.getQueryData(keys.me)).toBeNull();
  expect(goOn).toHaveBeenCalledTimes(1);
});
