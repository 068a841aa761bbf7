/** What was seen, what was decided and what happens next, said to the student: calm, and in the second person. */
import type { AppealIncident, AppealOutcome, DecisionReason, SittingAppeal, ToldDecision } from "../api/types";
import { formatClock, formatDateTime } from "../ui/time";

/** What the camera saw, as the end of "At 10:14 for 8 seconds ". */
const SEEN: Readonly<Record<string, string>> = {
  absent: "the camera did not see you",
  away: "the camera did not see you",
  face_hidden: "the camera saw you, but not your face",
  looking_left: "you looked to your left",
  looking_right: "you looked to your right",
  looking_up: "you looked up",
  looking_down: "you looked down",
  looking_diagonal: "you looked past the corner of the screen",
  multiple_faces: "the camera saw more than one person",
  phone_in_view: "the camera saw something that may be a phone",
  camera_unusable: "the camera’s picture could not be used; this counts for nothing",
  unwatched: "no usable picture came from your camera; this counts for nothing",
  camera_replayed: "your camera’s picture looked like a recording",
  focus_score: "the program lost sight of where you looked",
};

function lasting(millis: number): string {
  const seconds = Math.max(1, Math.round(millis / 1000));
  if (seconds < 120) return seconds === 1 ? "one second" : `${seconds} seconds`;
  return `${Math.round(seconds / 60)} minutes`;
}

/** "At 10:14:03 for 8 seconds the camera did not see you." */
export function incidentStory({
  behavior,
  started_at,
  ended_at,
}: Pick<AppealIncident, "behavior" | "started_at" | "ended_at">): string {
  const what = SEEN[behavior] ?? `the program noted: ${behavior.replaceAll("_", " ")}`;
  const long = ended_at === null ? "" : ` for ${lasting(Date.parse(ended_at) - Date.parse(started_at))}`;
  return `At ${formatClock(started_at)}${long} ${what}.`;
}

/** Why there is no clip to see. */
export function noClipStory(clip: AppealIncident["clip"]): string {
  switch (clip?.fate) {
    case undefined:
    case "sent":
      return "There is no clip of this moment any more.";
    case "awaited":
      return "A clip of this moment may still come.";
    case "not_asked":
      return "No clip of this moment was asked for.";
    case "never_sent":
      return "A clip was asked for and never came, such as when the line is gone. That says nothing about you.";
    case "refused":
    case "lost":
      return "A clip was asked for and could not be kept. That says nothing about you.";
  }
}

export const DECISION_WORDS = {
  confirmed: "A person looked at this and finds that it is as the program noted.",
  dismissed: "A person looked at this and it does not count.",
} as const;

/** Nothing is held against anybody that nobody has decided about. */
export const NOT_DECIDED_WORDS = "Nobody has decided about this: it does not count.";

/** What came of one moment; of words only where there were some. */
export function incidentOutcomeWords(outcome: AppealOutcome, answer: string): string {
  const isAnswered = answer.trim() !== "";
  const who = `Somebody else ${isAnswered ? "read what you wrote and looked again" : "looked at this again"}.`;
  if (outcome === "upheld") return `${who} It stays as it was decided.`;
  return `${who} ${isAnswered ? "You are right: it" : "It"} does not count.`;
}

export const OUTCOME_WORDS: Readonly<Record<AppealOutcome, string>> = {
  upheld: "Somebody else has read your appeal and looked at everything again. The first decision stands.",
  granted:
    "Somebody else has read your appeal and looked at everything again. You are right: nothing is held against you.",
};

export function decisionWords({ outcome }: Pick<ToldDecision, "outcome">, canWrite: boolean): string {
  if (outcome === "no_concern") return "A person has looked at your exam. Nothing is held against you.";
  return `A person has looked at your exam and has a concern about it. Below you read which${canWrite ? ", and you can answer" : ""}.`;
}

/** Both levels of each reason, said to whom it is about. */
const REASON_STORIES: Readonly<Record<DecisionReason, string>> = {
  another_person: "It is about what happened in the exam: somebody else was there with you.",
  unpermitted_aid: "It is about what happened in the exam: you used something that this exam does not allow.",
  communication: "It is about what happened in the exam: you talked to somebody, or made signs.",
  left_place: "It is about what happened in the exam: you left your place, and nobody had said that you may.",
  looked_away: "It is about what happened in the exam: your eyes were elsewhere again and again.",
  thinking: "It is nothing out of the ordinary: you looked away to think.",
  brief: "It is nothing out of the ordinary: it was too short to mean anything.",
  moved: "It is nothing out of the ordinary: you moved or stretched.",
  misread: "It was the program, not you: it misread the picture.",
  poor_light: "It was the program, not you: the light was too poor for it to tell.",
  camera: "It was technical, and not your doing: the camera failed.",
  network: "It was technical, and not your doing: the connection failed.",
  accommodation: "You may do this: it was arranged for you.",
  exam_rules: "You may do this: this exam allows it.",
  staff_allowed: "You may do this: a proctor allowed it.",
  second_opinion: "It is not clear yet: somebody else will look at it, too.",
  more_evidence: "It is not clear yet: something that is needed to decide is still missing.",
  explained: "You have explained it, and your explanation was accepted.",
};

/** Why it was decided so; nothing where words of the reviewer's own say it alone. */
export const reasonStory = ({ reason }: Pick<ToldDecision, "reason">): string =>
  reason === null ? "" : REASON_STORIES[reason];

/** One line of "what happens next". */
export interface Step {
  readonly key: "handed_in" | "look" | "decision" | "answer" | "second_look";
  readonly state: "done" | "now" | "next" | "missed";
  readonly title: string;
  readonly text: string;
}

const isPast = (at: string, sitting: SittingAppeal): boolean => Date.parse(at) < Date.parse(sitting.server_time);

/** Whether there is a decision that something is held against the student by. */
function isContestable({ decision, incidents, appeal }: SittingAppeal): boolean {
  if (appeal !== null) return true;
  if (typeof decision?.deadline !== "string") return false;
  return decision.outcome === "concern" || incidents.some((incident) => incident.decision?.decision === "confirmed");
}

/** How it came to its end. */
function endStep({ handed_in_at, submit_reason, end_reason }: SittingAppeal): Step {
  const at = formatDateTime(handed_in_at);
  const step = { key: "handed_in", state: "done" } as const;
  if (end_reason !== null) {
    return {
      ...step,
      title: "Your exam was ended",
      text: `${at}, by staff. The reason that was given: “${end_reason}”`,
    };
  }
  if (submit_reason === "time") {
    return { ...step, title: "Your time was over", text: `${at}. What you had answered was handed in.` };
  }
  return { ...step, title: "You handed in", text: `${at}.` };
}

/** Said of every such sitting, whether or not people look at it to check the program: that must not be seen from here. */
const NOTHING_TO_DECIDE: Step = {
  key: "look",
  state: "done",
  title: "There is nothing that somebody must decide",
  text: "The program noted nothing that counts. Now and then people look at such an exam too, to check the program; if that leads to a decision, you read it here.",
};

/** From handing in to the last decision: what was, what is now, and who does what by when. */
export function steps(sitting: SittingAppeal): Step[] {
  const { decision, first_decision: first, appeal, look_until } = sitting;
  const list: Step[] = [endStep(sitting)];
  if (decision === null && !sitting.must_be_decided) return [...list, NOTHING_TO_DECIDE];
  if (decision === null) {
    const late = isPast(look_until, sitting);
    list.push(
      {
        key: "look",
        state: "now",
        title: "A person looks at it",
        text: late
          ? `That was to be done by ${formatDateTime(look_until)}. Nothing is decided meanwhile; you may ask your examiner.`
          : `Somebody who reviews this exam looks at what the program noted, by ${formatDateTime(look_until)}. The program decides nothing.`,
      },
      {
        key: "decision",
        state: "next",
        title: "You read the decision here",
        text: "With its reason, for each moment.",
      },
      {
        key: "answer",
        state: "next",
        title: "You can answer",
        text: "If something is held against you, you can say how it was. Somebody else then decides.",
      },
    );
    return list;
  }
  list.push(
    {
      key: "look",
      state: "done",
      title: "A person has looked at it",
      text: "Not the program: it only notes what it sees.",
    },
    {
      key: "decision",
      state: "done",
      title: "The decision",
      text: `Told on ${formatDateTime((first ?? decision).decided_at)}.`,
    },
  );
  if (!isContestable(sitting)) return list;
  list.push(answerStep(sitting), secondLookStep(sitting));
  if (appeal === null && !sitting.can_write) return list.slice(0, -1);
  return list;
}

function answerStep({ decision, appeal, can_write }: SittingAppeal): Step {
  const until = appeal?.appeal_until ?? decision?.deadline ?? null;
  const sent = appeal?.sent_at ?? null;
  if (sent !== null) {
    return { key: "answer", state: "done", title: "You have answered", text: `Sent on ${formatDateTime(sent)}.` };
  }
  if (!can_write) {
    return {
      key: "answer",
      state: "missed",
      title: "You could answer",
      text: `The time for it ended${until === null ? "" : ` on ${formatDateTime(until)}`}. ${appeal === null ? "" : "What was saved of your words stands below; it was not sent. "}Ask your examiner if you had a reason to be late.`,
    };
  }
  return {
    key: "answer",
    state: "now",
    title: "You can answer",
    text: `Write below how it was, and send it${until === null ? "" : ` by ${formatDateTime(until)}`}. You need not: then the decision stays.`,
  };
}

function secondLookStep(sitting: SittingAppeal): Step {
  const { appeal } = sitting;
  const step = { key: "second_look", title: "Somebody else decides" } as const;
  const decidedAt = appeal?.decided_at ?? null;
  if (decidedAt !== null) {
    return { ...step, state: "done", title: "Somebody else has decided", text: `On ${formatDateTime(decidedAt)}.` };
  }
  const by = appeal?.answer_until ?? null;
  if (by === null) {
    return { ...step, state: "next", text: "Nobody who decided before. You read here what comes of it, and why." };
  }
  return {
    ...step,
    state: "now",
    text: isPast(by, sitting)
      ? `That was to be done by ${formatDateTime(by)}. You may ask your examiner; your words are safe.`
      : `By ${formatDateTime(by)}, and nobody who decided before. You read here what comes of it, and why.`,
  };
}
