/** How behaviours and states are said to people. The server's own sentences come with alerts and incidents. */
import type { IncidentClip, Presence, SubmitReason } from "../api/types";

const BEHAVIORS: Readonly<Record<string, string>> = {
  absent: "Nobody in view",
  away: "Away",
  face_hidden: "Face not visible",
  looking_left: "Looking left",
  looking_right: "Looking right",
  looking_up: "Looking up",
  looking_down: "Looking down",
  looking_diagonal: "Looking diagonally",
  multiple_faces: "More than one person",
  phone_in_view: "Possible phone",
  camera_unusable: "Camera unusable",
  unwatched: "Not watched",
  camera_replayed: "Possible recording",
  focus_score: "Low focus score",
};

export function behaviorWords(behavior: string): string {
  return BEHAVIORS[behavior] ?? behavior.replaceAll("_", " ");
}

/** A behaviour and, of an absence that is over, how long it was. */
export function incidentWords({
  behavior,
  started_at,
  ended_at,
}: {
  readonly behavior: string;
  readonly started_at: string;
  readonly ended_at: string | null;
}): string {
  if (behavior !== "away" || ended_at === null) return behaviorWords(behavior);
  const seconds = Math.round((Date.parse(ended_at) - Date.parse(started_at)) / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `Away for ${seconds} s` : `Away for ${minutes} min ${seconds % 60} s`;
}

/** Why there is no clip of an incident; undefined if one was sent. */
export function noClipWords({ fate, reason }: IncidentClip): string | undefined {
  switch (fate) {
    case "sent":
      return undefined;
    case "awaited":
      return "A clip was asked for and may still come.";
    case "never_sent":
      return "A clip was asked for and never sent. That says nothing about the student: a browser may have closed, or its line been gone.";
    case "refused":
      return `A clip came and could not be taken: ${REFUSALS[reason ?? ""] ?? "it was not what was asked for"}.`;
    case "lost":
      return `A clip was asked for, and the browser could not keep it: ${REFUSALS[reason ?? ""] ?? "it gave no reason"}.`;
    case "not_asked":
      return reason === "by_policy"
        ? "No clip was asked for: this kind of incident asks for none."
        : "No clip was asked for: another had just been, or this hour has its share.";
  }
}

const REFUSALS: Readonly<Record<string, string>> = {
  clip_too_large: "it was too large",
  too_many_clips: "this session holds as many as it may",
  clip_not_requested: "nobody had asked for it",
  not_webm: "it was no video",
  checksum_mismatch: "it was damaged on its way",
  uploads_closed: "it came too long after the end",
  invalid_time: "its time cannot be right",
  not_recorded: "nothing was recorded around that moment",
  too_large: "it was too large",
  no_room: "newer ones took its room",
};

export const PRESENCE_WORDS: Readonly<Record<Presence, string>> = {
  present: "Present",
  hidden: "Face hidden",
  absent: "Not in view",
  unknown: "Cannot tell",
};

/** Beside "Present", which alone would pass for "and looks at the screen". */
export const SMALL_FACE_WORDS = "small: looks cannot be judged";

export const SUBMIT_REASON_WORDS: Readonly<Record<SubmitReason, string>> = {
  student: "submitted before the time was over",
  time: "submitted when the time was over",
};

/** What the number means, and what it does not. */
export const CHEAT_SCORE_HINT = "0 to 100. A high one asks for a look at the recording; it proves nothing.";

export const questionCount = (count: number): string => (count === 1 ? "1 question" : `${count} questions`);

/** Numbers of questions, for a sentence. */
export function listed(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 12).join(", ");
  return numbers.length > 12 ? `${shown} and ${numbers.length - 12} more` : shown;
}
