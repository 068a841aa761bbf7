import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it, vi } from "vitest";
import { keys, meQuery } from "../api/queries";
import type { Profile } from "../api/types";
import { SignedInContext } from "./signedIn";
import { useSignInAgain } from "./useSignInAgain";

const ada = { id: "1", username: "ada", display_name: "Ada", roles: ["proctor"] } satisfies Profile;

const bob = { id: "2", username: "bob", display_name: "Bob", roles: ["student"] } satisfies Profile;

it("asks for a sign-in when a socket has none any more, and goes on only after somebody has signed in", async () => {
  const client = new QueryClient();
  client.setQueryData(keys.me, ada);
  const goOn = vi.fn();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>
      <SignedInContext value={ada}>{children}</SignedInContext>
    </QueryClientProvider>
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
    client.setQueryData(keys.me, bob);
  });
  rerender({ isSignedOut: true });
  expect(goOn, "it is not for somebody else to go on").not.toHaveBeenCalled();

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

it("goes on when its person is back after somebody else, whatever the socket was told meanwhile", async () => {
  const client = new QueryClient();
  client.setQueryData(keys.me, ada);
  const goOn = vi.fn();
  const { result } = renderHook(
    () => {
      useSignInAgain(false, goOn);
      return useQuery(meQuery).data?.username;
    },
    {
      wrapper: ({ children }: { children: ReactNode }) => (
        <QueryClientProvider client={client}>
          <SignedInContext value={ada}>{children}</SignedInContext>
        </QueryClientProvider>
      ),
    },
  );
  act(() => {
    client.setQueryData(keys.me, bob);
  });
  await waitFor(() => {
    expect(result.current).toBe("bob");
  });
  expect(goOn).not.toHaveBeenCalled();
  act(() => {
    client.setQueryData(keys.me, { ...ada });
  });
  await waitFor(() => {
    expect(goOn).toHaveBeenCalledTimes(1);
  });
});
