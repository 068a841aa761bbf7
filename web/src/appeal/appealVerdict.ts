import type { AppealIncident, AppealOutcome, DecideAppeal, SittingAppeal } from "../api/types";
import { STATEMENT } from "./appealDraft";

/** What somebody is about to decide on one incident, or, under `STATEMENT`, on the whole. */
export interface Verdict {
  readonly outcome: AppealOutcome | null;
  readonly reason: string;
}

export type Verdicts = ReadonlyMap<string, Verdict>;

const NONE: Verdict = { outcome: null, reason: "" };

export const verdictOn = (verdicts: Verdicts, key: string): Verdict => verdicts.get(key) ?? NONE;

/** Only what was confirmed can be decided otherwise. */
export const isConfirmed = ({ decision }: AppealIncident): boolean => decision?.decision === "confirmed";

/** Whether the student is owed a decision on it. */
export const isAsked = (incident: AppealIncident): boolean => isConfirmed(incident) && incident.answer.trim() !== "";

/** What is missing, by incident and under `STATEMENT`; empty when it can be sent. */
export function missing(sitting: SittingAppeal, verdicts: Verdicts): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const limit = sitting.limits.max_text_characters;
  const look = (key: string, isOwed: boolean) => {
    const { outcome, reason } = verdictOn(verdicts, key);
    if (outcome === null && isOwed) found.set(key, "Choose one of the two.");
    else if (outcome !== null && reason.trim() === "") found.set(key, "Give a reason: the student reads it.");
    else if (outcome !== null && reason.length > limit) found.set(key, "This reason is too long.");
  };
  const isWholeGranted = verdictOn(verdicts, STATEMENT).outcome === "granted";
  sitting.incidents.filter(isConfirmed).forEach((incident) => {
    // Where nothing is held against the student, no moment is.
    look(incident.id, isWholeGranted || isAsked(incident));
    if (isWholeGranted && verdictOn(verdicts, incident.id).outcome === "upheld") {
      found.set(
        incident.id,
        "You grant the whole, so nothing is held against the student. Grant this too, or uphold the whole.",
      );
    }
  });
  look(STATEMENT, true);
  return found;
}

/** Whether a concern would be upheld of which no moment is left. It may be meant so: whoever decides is asked. */
export function leavesBareConcern({ incidents, first_decision: first }: SittingAppeal, verdicts: Verdicts): boolean {
  const confirmed = incidents.filter(isConfirmed);
  return (
    first?.outcome === "concern" &&
    verdictOn(verdicts, STATEMENT).outcome === "upheld" &&
    confirmed.length > 0 &&
    confirmed.every(({ id }) => verdictOn(verdicts, id).outcome === "granted")
  );
}

/** The decision as it is sent; call it when nothing is missing. */
export function decisionOf({ incidents }: SittingAppeal, verdicts: Verdicts): DecideAppeal {
  const whole = verdictOn(verdicts, STATEMENT);
  return {
    outcome: whole.outcome ?? "upheld",
    reason: whole.reason,
    incidents: incidents.filter(isConfirmed).flatMap(({ id }) => {
      const { outcome, reason } = verdictOn(verdicts, id);
      return outcome === null ? [] : [{ incident_id: id, outcome, reason }];
    }),
  };
}
