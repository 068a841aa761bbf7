/** How what is done to a sitting, and why, is said to staff. Students read the server's own sentences. */
import type { HandKind, InterventionKind, Reason, ReasonCategory, SessionStatus } from "../api/types";
import { isBeforeStart, isOver } from "../ui/sittingStates";

interface Category {
  readonly category: ReasonCategory;
  readonly label: string;
  readonly reasons: readonly { readonly reason: Reason; readonly label: string }[];
}

/** The catalogue in its two levels, as the server has it. */
export const REASONS: readonly Category[] = [
  {
    category: "technical",
    label: "Technical",
    reasons: [
      { reason: "network", label: "Network" },
      { reason: "camera", label: "Camera" },
      { reason: "device", label: "Computer" },
      { reason: "exam_system", label: "Exam system" },
    ],
  },
  {
    category: "environment",
    label: "Environment",
    reasons: [
      { reason: "noise", label: "Noise" },
      { reason: "interruption", label: "Interruption from outside" },
      { reason: "room", label: "Room" },
    ],
  },
  {
    category: "student",
    label: "Student",
    reasons: [
      { reason: "health", label: "Well-being" },
      { reason: "break", label: "Break" },
      { reason: "student_request", label: "Own request" },
    ],
  },
  {
    category: "rules",
    label: "Rules",
    reasons: [
      { reason: "identity", label: "Check of identity" },
      { reason: "materials", label: "What may be used" },
      { reason: "conduct", label: "Conduct" },
    ],
  },
  {
    category: "organisation",
    label: "Organisation",
    reasons: [
      { reason: "accommodation", label: "Accommodation" },
      { reason: "questions", label: "Correction of the questions" },
      { reason: "schedule", label: "Schedule" },
      { reason: "resolved", label: "Settled" },
    ],
  },
  { category: "other", label: "Other", reasons: [{ reason: "other", label: "Another reason (say which)" }] },
];

/** "Technical / Network". */
export function reasonWords(reason: Reason): string {
  for (const { label, reasons } of REASONS) {
    const found = reasons.find((entry) => entry.reason === reason);
    if (found !== undefined) return `${label} / ${found.label}`;
  }
  return reason;
}

/** The first level of a reason. */
export function categoryOf(reason: Reason): ReasonCategory {
  return REASONS.find(({ reasons }) => reasons.some((entry) => entry.reason === reason))?.category ?? "other";
}

export const KIND_WORDS: Readonly<Record<InterventionKind, string>> = {
  pause: "Paused",
  resume: "Resumed",
  more_time: "Given more time",
  end: "Ended",
};

/** What a button or a menu says that leads to the question for a reason. */
export const ACTION_WORDS: Readonly<Record<InterventionKind, string>> = {
  pause: "Pause…",
  resume: "Resume…",
  more_time: "More time…",
  end: "End the session…",
};

/** What can be done to a sitting that stands so. */
export function possibleKinds(status: SessionStatus): readonly InterventionKind[] {
  if (isOver(status)) return [];
  if (isBeforeStart(status)) return ["more_time", "end"];
  return status === "paused" ? ["resume", "more_time", "end"] : ["pause", "more_time", "end"];
}

export const HAND_WORDS: Readonly<Record<HandKind, string>> = {
  locked_out: "Locked out",
  technical: "Technical problem",
  question: "Question",
};
