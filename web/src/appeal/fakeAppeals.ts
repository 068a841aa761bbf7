import type { AppealIncident, SittingAppeal } from "../api/types";

const CONCERN: NonNullable<SittingAppeal["decision"]> = {
  id: "d1",
  session_id: "s1",
  outcome: "concern",
  reason_group: null,
  reason: null,
  comment: "You were out of the room.",
  decided_at: "2026-03-04T10:00:00Z",
  deadline: "2026-03-18T10:00:00Z",
  origin: "review",
  decided_by: null,
  supersedes: null,
};

/** For tests: a sitting with one confirmed incident and a concern, which the student may answer. */
export function sittingWith(changes: Partial<SittingAppeal> = {}): SittingAppeal {
  const decision = "decision" in changes ? changes.decision : CONCERN;
  return {
    session_id: "s1",
    exam_id: "e1",
    exam_title: "Logic",
    student: { id: "p1", username: "sara", display_name: "Sara Sitting" },
    started_at: "2026-03-01T09:00:00Z",
    handed_in_at: "2026-03-01T10:00:00Z",
    submit_reason: "student",
    end_reason: null,
    must_be_decided: true,
    look_until: "2026-03-15T10:00:00Z",
    server_time: "2026-03-05T10:00:00Z",
    decision: CONCERN,
    first_decision: decision ?? null,
    appeal: null,
    incidents: [incidentWith()],
    clips: [],
    can_write: true,
    can_decide: false,
    has_decided: false,
    cheat_score: 12.34,
    limits: { max_text_characters: 4000 },
    ...changes,
  };
}

const CONFIRMED: NonNullable<AppealIncident["decision"]> = {
  id: "d2",
  incident_id: "i1",
  session_id: "s1",
  behavior: "absent",
  started_at: "2026-03-01T09:14:03Z",
  ended_at: "2026-03-01T09:14:11Z",
  decision: "confirmed",
  reason_group: null,
  reason: null,
  comment: "Nobody was there.",
  decided_at: "2026-03-04T10:00:00Z",
  origin: "review",
  decided_by: null,
  supersedes: null,
};

export function incidentWith(changes: Partial<AppealIncident> = {}): AppealIncident {
  const decision = "decision" in changes ? changes.decision : CONFIRMED;
  return {
    id: "i1",
    behavior: "absent",
    started_at: "2026-03-01T09:14:03Z",
    ended_at: "2026-03-01T09:14:11Z",
    clip: { fate: "not_asked", reason: "another_clip" },
    decision: CONFIRMED,
    first_decision: decision ?? null,
    answer: "",
    outcome: null,
    ...changes,
  };
}

/** An appeal of that sitting. */
export function appealWith(
  changes: Partial<NonNullable<SittingAppeal["appeal"]>> = {},
): NonNullable<SittingAppeal["appeal"]> {
  return {
    appeal_id: "a1",
    status: "draft",
    version: 1,
    statement: "",
    appeal_until: "2026-03-18T10:00:00Z",
    saved_at: "2026-03-05T09:00:00Z",
    sent_at: null,
    answer_until: null,
    decided_at: null,
    outcome: null,
    ...changes,
  };
}
