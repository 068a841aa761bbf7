/** How decisions are said, and which reasons there are for each. The server refuses a reason that does not go with its decision. */
import type { Decision, DecisionReason, IncidentDecision, Outcome, ReviewCase, SessionSummary } from "../api/types";
import { formatDateTime } from "../ui/time";

export const DECISION_WORDS: Readonly<Record<Decision, string>> = { confirmed: "Confirmed", dismissed: "Dismissed" };

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  no_concern: "No concern",
  concern: "Concern",
  needs_more: "Needs more",
};

export const PRIORITY_WORDS: Readonly<Record<ReviewCase["priority"], string>> = {
  high: "Look first",
  medium: "Look",
  low: "Glance",
};

type Group = NonNullable<IncidentDecision["reason_group"]>;

export const GROUP_WORDS: Readonly<Record<Group, string>> = {
  conduct: "Conduct",
  ordinary: "Ordinary",
  program: "Program",
  technical: "Technical",
  allowed: "Allowed",
  unclear: "Unclear",
  appeal: "Appeal",
};

export const REASON_WORDS: Readonly<Record<DecisionReason, string>> = {
  another_person: "Somebody else was there",
  unpermitted_aid: "Something that is not allowed was used",
  communication: "There was talk or a sign to somebody",
  left_place: "The place was left without leave",
  looked_away: "The eyes were elsewhere again and again",
  thinking: "Looked away to think",
  brief: "Too short to mean anything",
  moved: "Moved or stretched",
  misread: "The picture was misread",
  poor_light: "The light was too poor to tell",
  camera: "The camera failed",
  network: "The line failed",
  accommodation: "This student may",
  exam_rules: "This exam allows it",
  staff_allowed: "A proctor allowed it",
  second_opinion: "Somebody else shall look",
  more_evidence: "Something is missing",
  explained: "Explained on appeal",
};

export interface ReasonChoice {
  readonly reason: DecisionReason;
  readonly group: Group;
}

const choices = (group: Group, ...reasons: readonly DecisionReason[]): ReasonChoice[] =>
  reasons.map((reason) => ({ reason, group }));

const CONDUCT = choices("conduct", "looked_away", "another_person", "unpermitted_aid", "communication", "left_place");
/** At most nine: each has a key. */
const HARMLESS = [
  ...choices("ordinary", "thinking", "brief", "moved"),
  ...choices("program", "misread", "poor_light"),
  ...choices("technical", "camera", "network"),
  ...choices("allowed", "accommodation", "exam_rules"),
];

export const DECISION_REASONS: Readonly<Record<Decision, readonly ReasonChoice[]>> = {
  confirmed: CONDUCT,
  dismissed: HARMLESS,
};

export const OUTCOME_REASONS: Readonly<Record<Outcome, readonly ReasonChoice[]>> = {
  no_concern: HARMLESS,
  concern: CONDUCT,
  needs_more: choices("unclear", "second_opinion", "more_evidence"),
};

/** "Technical: The camera failed", or nothing where a comment alone says why. */
export const reasonWords = ({
  reason,
  reason_group: group,
}: Pick<IncidentDecision, "reason" | "reason_group">): string =>
  reason === null || group === null ? "" : `${GROUP_WORDS[group]}: ${REASON_WORDS[reason]}`;

/** What a list tells the student of a decision, and until when it can be answered. */
export function toldWords({ outcome, deadline }: NonNullable<SessionSummary["decision"]>, now = Date.now()): string {
  if (outcome !== "concern") return "Decided: nothing is held against you.";
  return deadline === null || Date.parse(deadline) < now
    ? "Decided: there is a concern."
    : `Decided: there is a concern. You can answer until ${formatDateTime(deadline)}.`;
}

/** What a decision's words may have, as the server counts them. */
export const MAX_WORDS = 4000;

/** What to say of a text that is too long; undefined if it is not. Nothing of it is cut. */
export function tooLongWords(text: string): string | undefined {
  const excess = text.length - MAX_WORDS;
  return excess <= 0
    ? undefined
    : `${excess.toLocaleString("en")} ${excess === 1 ? "character" : "characters"} too long. Nothing is cut: shorten it, then send it.`;
}
