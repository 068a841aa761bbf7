import type { LiveSession } from "../api/types";

/**
 * Whether two states of a student look the same on the board. With every frame the server sends something new of each; what is drawn
 * changes far less often.
 */
export function isSameRow(a: LiveSession, b: LiveSession): boolean {
  return (
    a === b ||
    (a.session_id === b.session_id &&
      a.status === b.status &&
      a.connected === b.connected &&
      a.presence === b.presence &&
      a.face_size === b.face_size &&
      a.silent_since === b.silent_since &&
      a.watching?.unwatched_cause === b.watching?.unwatched_cause &&
      percent(a.watching) === percent(b.watching) &&
      Math.round(a.cheat_score) === Math.round(b.cheat_score) &&
      rounded(a.focus_score) === rounded(b.focus_score) &&
      a.incident_count === b.incident_count &&
      a.looked_incident_count === b.looked_incident_count &&
      a.clip_count === b.clip_count &&
      (a.hints ?? []).join() === (b.hints ?? []).join() &&
      a.exam_title === b.exam_title &&
      a.student.display_name === b.student.display_name &&
      a.student.username === b.student.username &&
      a.open_incidents.length === b.open_incidents.length &&
      a.open_incidents.every(
        ({ id, behavior }, index) =>
          id === b.open_incidents[index]?.id && behavior === b.open_incidents[index].behavior,
      ) &&
      // It is told only of who cannot be seen now.
      ((a.connected && a.silent_since === null) || a.last_frame_at === b.last_frame_at))
  );
}

const percent = (watching: LiveSession["watching"]): number | null => {
  const share = watching?.watched_share ?? null;
  return share === null ? null : Math.floor(share * 100);
};

const rounded = (score: number | null): number | null => (score === null ? null : Math.round(score));
