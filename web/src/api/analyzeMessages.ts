import type { Behavior, Presence } from "./types";

/** Messages of the frame socket; see docs/protocol.md. */
export type AnalyzeMessage = AnalysisResult | UnchangedResult | AnalysisError | CaptureRequest | ChallengeRequest;

/** Asks for `same` instead of a result that would say nothing new. */
export const SHORT_ANSWERS = "answers=short";

export interface AnalysisResult {
  readonly type: "result";
  readonly seq: number;
  /** 0 to 100. */
  readonly focus_score: number;
  readonly presence: Presence;
  readonly behaviors: readonly Behavior[];
  readonly alerts: readonly Alert[];
  readonly record: boolean;
  readonly clip: RecordSignal | null;
  readonly target_fps: number;
  readonly dropped: number;
  readonly faces: number;
  /** How many people are in view beyond doubt, by a face or by a body alone. */
  readonly persons: number;
  readonly gaze: string;
  /** Degrees; null without a face. */
  readonly yaw: number | null;
  readonly pitch: number | null;
  readonly roll: number | null;
}

/** What the last result said holds for this picture too, but for the angles. */
export interface UnchangedResult {
  readonly type: "same";
  readonly seq: number;
}

export interface Alert {
  readonly code: string;
  readonly message: string;
}

export interface RecordSignal {
  readonly clip_id: string;
  readonly behavior: string;
  readonly event_at: string;
  readonly event_capture_time_ms: number;
}

export interface AnalysisError {
  readonly type: "error";
  readonly seq: number;
  readonly code: string;
  readonly message: string;
}

/** The server wants pictures of this size for a while, at this rate at most; with `for_ms` 0 no longer. */
export interface CaptureRequest {
  readonly type: "capture";
  readonly width: number;
  readonly height: number;
  readonly max_fps: number;
  readonly for_ms: number;
}

/** The student is asked to turn the head to the own left or right, for so long; with `for_ms` 0 no longer. */
export interface ChallengeRequest {
  readonly type: "challenge";
  readonly turn: "left" | "right";
  readonly for_ms: number;
}

/** Close codes of the frame socket. */
export const CLOSE_SUBMITTED = 1000;
export const CLOSE_REPLACED = 4001;
/** The exam goes on on another device. */
export const CLOSE_OTHER_DEVICE = 4003;

const TYPES: ReadonlySet<unknown> = new Set<AnalyzeMessage["type"]>([
  "result",
  "same",
  "error",
  "capture",
  "challenge",
]);

/** Returns the message, or undefined if it is none that this page knows. */
export function parseAnalyzeMessage(data: unknown): AnalyzeMessage | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const message = JSON.parse(data) as AnalyzeMessage;
    return TYPES.has(message.type) ? message : undefined;
  } catch {
    return undefined;
  }
}
