import type { Answer, IncidentDecision, SessionDecision, SittingAppeal } from "./types";

export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** What a server's problem document (RFC 9457) says, or what kept the call from being answered at all. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    readonly code: string,
    /** In plain words, what to do. */
    detail: string,
    readonly errors: readonly FieldError[] = [],
  ) {
    super(detail);
  }

  /** Whether the same call may well succeed later. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** An answer was not stored, because another is that its writer did not know. */
export class AnswerConflict extends Problem {
  constructor(
    detail: string,
    readonly stored: Answer,
  ) {
    super(409, "answer_conflict", detail);
  }
}

/** Somebody else has decided meanwhile, and nothing was written. */
export class DecisionConflict extends Problem {
  constructor(
    detail: string,
    readonly newest: IncidentDecision | SessionDecision | null,
  ) {
    super(409, "decision_conflict", detail);
  }
}

/** Words of an appeal, or a decision on it, were not stored, because what is stored is something else by now. */
export class AppealConflict extends Problem {
  constructor(
    code: string,
    detail: string,
    readonly stored: SittingAppeal,
  ) {
    super(409, code, detail);
  }
}

const UNREACHABLE = "The server cannot be reached. Check your internet connection.";

/** Any failure of a call, as a problem. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, "unreachable", UNREACHABLE);
}

/** Reads the problem out of an answer that is not a success. */
export function problemFrom(status: number, body: unknown): Problem {
  if (typeof body === "object" && body !== null) {
    const { code, detail, title, errors, stored } = body as Record<string, unknown>;
    const words =
      typeof detail === "string" ? detail : typeof title === "string" ? title : `The server answered ${status}.`;
    if (code === "answer_conflict" && typeof stored === "object") return new AnswerConflict(words, stored as Answer);
    if (code === "decision_conflict") {
      const { incident_decision: incident, session_decision: session } = body as Partial<Record<string, unknown>>;
      return new DecisionConflict(words, (incident ?? session ?? null) as IncidentDecision | SessionDecision | null);
    }
    if ((code === "appeal_changed" || code === "appeal_decided") && typeof stored === "object") {
      return new AppealConflict(code, words, stored as SittingAppeal);
    }
    return new Problem(status, typeof code === "string" ? code : "internal", words, fieldErrors(errors));
  }
  return new Problem(status, "internal", `The server answered ${status}. Please try again.`);
}

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (entry): entry is FieldError =>
      typeof (entry as FieldError | null)?.field === "string" && typeof (entry as FieldError).message === "string",
  );
}
