import type { Admission, Hand, Intervention, SessionStatus, SubmitReason } from "../../api/types";

/** How a sitting stands, as the event channel tells; see docs/protocol.md. */
export interface SittingMessage {
  readonly type: "sitting";
  readonly server_time: string;
  readonly status: SessionStatus;
  readonly status_since: string;
  readonly started_at: string;
  readonly ends_at: string;
  readonly submitted_at: string | null;
  readonly submit_reason: SubmitReason | null;
  /** Why somebody ended it; null unless ended. */
  readonly end_reason: string | null;
  /** The window that rules; null until one has asked to. */
  readonly window_id: string | null;
  readonly window_since: string | null;
  readonly answers_version: string;
  /** The last that staff did to the sitting; null if nothing was done. */
  readonly intervention: Intervention | null;
  /** How many messages the sitting has, and how many of them the student has not said to have read. */
  readonly messages: { readonly count: number; readonly unacknowledged: number };
  /** The student's, answered or not; null while it is down. */
  readonly hand: Hand | null;
  /** How the student stands who asks to be let in; null for all others. */
  readonly admission: Admission | null;
  /** What to do while no usable picture comes; null while one does. Missing from an older server. */
  readonly unwatched?: { readonly since: string; readonly message: string } | null;
}

export type EventMessage = SittingMessage | { readonly type: "pong"; readonly server_time: string };

export const PING = JSON.stringify({ type: "ping" });

/** Undefined for what this page does not know: a newer server may tell more. */
export function parseEventMessage(data: unknown): EventMessage | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const message = JSON.parse(data) as EventMessage | null;
    const type: unknown = message?.type;
    return type === "sitting" || type === "pong" ? (message ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}
