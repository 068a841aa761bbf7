import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keys } from "../api/queries";
import { DecisionConflict } from "../api/problem";
import * as server from "../api/server";
import type { Decision, DecisionReason, Outcome, SessionReview } from "../api/types";
import { useDrafts } from "../identity/drafts";

/** What a decision carries, whatever it is about. */
export interface Verdict<V> {
  readonly verdict: V;
  readonly reason: DecisionReason | null;
  readonly comment: string;
  /** What was seen as the newest. */
  readonly supersedes: string | null;
}

const bodyOf = <V>({ reason, comment, supersedes }: Verdict<V>) => ({
  id: crypto.randomUUID(),
  comment,
  ...(reason === null ? {} : { reason }),
  ...(supersedes === null ? {} : { supersedes }),
});

/** Where the draft of a note to the other reviewers stands; null for the session. */
export const noteOn = (incidentId: string | null): string => `note ${incidentId ?? ""}`;

/**
 * Decides about incidents and the session, and keeps what is typed until the server has it. Where somebody else was faster, what
 * they have decided is shown at once and what was typed stays.
 */
export function useDecisions(sessionId: string) {
  const client = useQueryClient();
  const kept = useDrafts();
  const name = `review:${sessionId}`;
  /** What is typed about an incident, or under the session's id about the session; notes under `noteOn`. */
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>(
    () => (kept.recall(name) as Record<string, string> | undefined) ?? {},
  );
  useEffect(() => {
    const typed = Object.entries(drafts).filter(([, text]) => text !== "");
    kept.keep(name, typed.length === 0 ? undefined : Object.fromEntries(typed));
  }, [kept, name, drafts]);

  const readAgain = () => client.invalidateQueries({ queryKey: keys.review(sessionId), exact: true });
  const settled = async (error: unknown) => {
    if (error === null || error instanceof DecisionConflict) await readAgain();
    await client.invalidateQueries({ queryKey: ["queue"] });
  };
  const setDraft = (about: string, text: string) => {
    setDrafts((old) => ({ ...old, [about]: text }));
  };
  const forget = (about: string) => {
    setDraft(about, "");
  };

  const incident = useMutation({
    mutationFn: ({ incidentId, ...verdict }: Verdict<Decision> & { incidentId: string }) =>
      server.decideIncident(incidentId, { decision: verdict.verdict, ...bodyOf(verdict) }),
    onSuccess: (_, { incidentId }) => {
      forget(incidentId);
    },
    onSettled: (_, error) => settled(error),
  });
  const session = useMutation({
    mutationFn: (verdict: Verdict<Outcome>) =>
      server.decideSession(sessionId, { outcome: verdict.verdict, ...bodyOf(verdict) }),
    onSuccess: () => {
      forget(sessionId);
    },
    onSettled: (_, error) => settled(error),
  });
  const take = (review: SessionReview) => {
    client.setQueryData(keys.review(sessionId), review);
  };
  const comment = useMutation({
    mutationFn: ({ body, incidentId }: { body: string; incidentId: string | null }) =>
      server.addReviewComment(sessionId, crypto.randomUUID(), body, incidentId),
    onSuccess: (review, { body, incidentId }) => {
      take(review);
      // What was typed since is another note.
      setDrafts((old) => {
        const about = noteOn(incidentId);
        return old[about]?.trim() === body ? { ...old, [about]: "" } : old;
      });
    },
  });
  const assign = useMutation({
    mutationFn: ({ reviewerId, buildsOn }: { reviewerId: string | null; buildsOn: number }) =>
      server.assignReview(sessionId, reviewerId, buildsOn),
    onSuccess: take,
    onSettled: async (_, error) => {
      if (error !== null) await readAgain();
      await client.invalidateQueries({ queryKey: ["queue"] });
    },
  });
  return {
    incident,
    session,
    comment,
    assign,
    draft: (about: string): string => drafts[about] ?? "",
    setDraft,
  };
}

export type Decisions = ReturnType<typeof useDecisions>;
