/** A session and what was decided about it, as tests need them. */
import type { Clip, Incident, IncidentDecision, SessionDetail, SessionReview } from "../api/types";

export function incident(id: string, change: Partial<Incident> = {}): Incident {
  return {
    id,
    behavior: "looking_left",
    started_at: "2026-03-01T10:00:00.000Z",
    ended_at: "2026-03-01T10:00:08.000Z",
    confidence: 0.9,
    focus_score_min: 40,
    message: "The student looked to the left.",
    must_be_decided: true,
    clip: { fate: "not_asked", reason: "another_clip" },
    cause: { enter_ms: 1500, enter_degrees: 25, head_degrees: 30, is_default: true },
    ...change,
  };
}

export function clip(id: string, change: Partial<Clip> = {}): Clip {
  return {
    id,
    session_id: "session",
    student_id: "student",
    uploaded_at: "2026-03-01T10:01:00.000Z",
    behavior: "looking_left",
    recorded_at: "2026-03-01T10:00:00.000Z",
    duration_ms: 10_000,
    content_type: "video/webm",
    file_size_bytes: 1000,
    sha256: "00",
    storage_path: "clips/x",
    check: null,
    ...change,
  };
}

export function session(incidents: readonly Incident[]): SessionDetail {
  return {
    session_id: "session",
    exam_id: "exam",
    exam_title: "Exam",
    student: { id: "student", username: "sara", display_name: "Sara" },
    attempt: 1,
    status: "submitted",
    status_since: "2026-03-01T11:00:00.000Z",
    started_at: "2026-03-01T10:00:00.000Z",
    ends_at: "2026-03-01T11:00:00.000Z",
    submitted_at: "2026-03-01T11:00:00.000Z",
    submit_reason: "student",
    end_reason: null,
    focus_score: 80,
    cheat_score: 20,
    incident_count: incidents.length,
    open_incident_count: 0,
    clip_count: 0,
    decision: null,
    accommodations: [],
    incidents,
    clips: [],
    questions: [],
    answers: [],
    hints: [],
    devices: [],
    may_read_answers: true,
    watching: null,
  };
}

export function review(change: Partial<SessionReview> = {}): SessionReview {
  return {
    session_id: "session",
    may_decide: true,
    due_at: "2026-03-15T11:00:00.000Z",
    decision: null,
    incident_decisions: [],
    comments: [],
    assignment: null,
    present: [],
    ...change,
  };
}

export function decided(incidentId: string, change: Partial<IncidentDecision> = {}): IncidentDecision {
  return {
    id: `decision of ${incidentId}`,
    incident_id: incidentId,
    session_id: "session",
    behavior: "looking_left",
    started_at: "2026-03-01T10:00:00.000Z",
    ended_at: "2026-03-01T10:00:08.000Z",
    decision: "confirmed",
    reason_group: "conduct",
    reason: "looked_away",
    comment: "",
    origin: "review",
    decided_by: { id: "other", display_name: "Olga Other" },
    decided_at: "2026-03-02T10:00:00.000Z",
    supersedes: null,
    ...change,
  };
}
