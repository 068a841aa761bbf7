import type { LiveSession } from "../api/types";

/** A student about whom nothing is to be said, for tests. */
export function liveSession(id: string, change: Partial<LiveSession> = {}): LiveSession {
  return {
    session_id: id,
    exam_id: "e1",
    exam_title: "Algebra",
    student: { id: `student-${id}`, username: `user-${id}`, display_name: `Name ${id}` },
    status: "active",
    status_since: "2026-03-01T09:00:00.000Z",
    connected: true,
    presence: "present",
    focus_score: 90,
    cheat_score: 5,
    behaviors: [],
    open_incidents: [],
    incident_count: 0,
    clip_count: 0,
    looked_incident_count: 0,
    fps: 30,
    started_at: "2026-03-01T09:00:00.000Z",
    ends_at: "2026-03-01T10:00:00.000Z",
    last_frame_at: "2026-03-01T09:10:00.000Z",
    silent_since: null,
    watching: null,
    ...change,
  };
}
