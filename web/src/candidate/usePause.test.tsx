import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it, vi } from "vitest";
import * as stepin from "../api/stepin";
import type { Intervention } from "../api/types";
import { usePause } from "./usePause";

const pause = {
  intervention_id: "i1",
  kind: "pause",
  category: "technical",
  reason: "network",
  note: null,
  minutes: null,
  words: "Your exam was paused because of a problem with the network.",
  at: "2026-03-01T10:00:00.000Z",
  by: null,
} satisfies Intervention;
const moreTime = {
  ...pause,
  intervention_id: "i2",
  kind: "more_time",
  minutes: 5,
  at: "2026-03-01T10:01:00.000Z",
} satisfies Intervention;

function watch(first: Intervention | null) {
  const client = new QueryClient();
  return renderHook(({ last }: { last: Intervention | null }) => usePause("s1", last, true), {
    initialProps: { last: first },
    wrapper: ({ children }: { children: ReactNode }) => (
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    ),
  });
}

it("keeps the reason of a pause when more time is given meanwhile, even while nothing can be read", () => {
  vi.spyOn(stepin, "listInterventions").mockReturnValue(new Promise(() => undefined));
  const { result, rerender } = watch(pause);
  rerender({ last: moreTime });
  expect(result.current).toEqual(pause);
});

it("finds the reason again in a page that was opened later", async () => {
  vi.spyOn(stepin, "listInterventions").mockResolvedValue([moreTime, pause]);
  const { result } = watch(moreTime);
  expect(result.current).toBeNull();
  await waitFor(() => {
    expect(result.current).toEqual(pause);
  });
});
