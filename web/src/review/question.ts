import type { Decision, Outcome } from "../api/types";

/**
 * What is being asked on the desk, one question at a time so that a digit answers that one, and which decision was the newest
 * when it was begun: what comes after that is not decided over.
 */
export type Question =
  | {
      readonly about: "incident";
      readonly incidentId: string;
      readonly verdict: Decision;
      readonly supersedes: string | null;
    }
  | { readonly about: "session"; readonly verdict: Outcome; readonly supersedes: string | null };
