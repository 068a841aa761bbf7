/** How the states of a sitting are said to people, in one place for every page. */
import type { SessionStatus } from "../api/types";

export const STATUS_WORDS: Readonly<Record<SessionStatus, string>> = {
  checking_in: "Checking in",
  waiting: "Waiting to begin",
  active: "In progress",
  paused: "Paused",
  submitted: "Submitted",
  ended: "Ended",
};

/** In the order in which a sitting goes through them. */
export const SESSION_STATUSES = Object.keys(STATUS_WORDS) as readonly SessionStatus[];

export const isSessionStatus = (word: string): word is SessionStatus => Object.hasOwn(STATUS_WORDS, word);

/** Submitted or ended: nothing changes any more. */
export const isOver = (status: SessionStatus): boolean => status === "submitted" || status === "ended";

/** The student's time has not started. */
export const isBeforeStart = (status: SessionStatus): boolean => status === "checking_in" || status === "waiting";
