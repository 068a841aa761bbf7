import { QueryClient } from "@tanstack/react-query";
import { setSignedOutListener } from "./http";
import { toProblem } from "./problem";
import { keys } from "./queries";

export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // What the server refused it will refuse again.
        retry: (failures, error) => failures < 3 && toProblem(error).isTransient,
      },
      mutations: { retry: false },
    },
  });
  setSignedOutListener(() => {
    client.setQueryData(keys.me, null);
  });
  return client;
}
