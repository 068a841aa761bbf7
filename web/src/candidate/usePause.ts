import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "../api/queries";
import { listInterventions } from "../api/stepin";
import type { Intervention } from "../api/types";

/** So often a list that could not be read is asked for again. */
const RETRY_MILLIS = 3_000;

/**
 * The pause that the student is in: it stays the reason when staff do something else meanwhile, such as giving more time.
 *
 * @param last the last that staff did
 * @returns null while it is not known, and where nobody has paused
 */
export function usePause(sessionId: string, last: Intervention | null, isPaused: boolean): Intervention | null {
  const [seen, setSeen] = useState<Intervention | null>(null);
  const isLast = last?.kind === "pause";
  if (isLast && seen?.intervention_id !== last.intervention_id) setSeen(last);
  const done = useQuery({
    queryKey: [...keys.interventions(sessionId), last?.intervention_id],
    queryFn: () => listInterventions(sessionId),
    enabled: isPaused && last !== null && !isLast,
    retry: true,
    retryDelay: RETRY_MILLIS,
    networkMode: "always",
  });
  if (isLast) return last;
  const pauses = (done.data ?? []).filter(({ kind }) => kind === "pause");
  return pauses.toSorted((a, b) => a.at.localeCompare(b.at)).at(-1) ?? seen;
}
