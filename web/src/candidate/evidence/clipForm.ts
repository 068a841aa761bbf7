import type { RecordedClip } from "../capture/messages";

/** The multipart form of `POST /api/exam/upload-video`. */
export function clipForm(sessionId: string, clip: RecordedClip): FormData {
  const form = new FormData();
  form.set("clip_id", clip.clipId);
  form.set("session_id", sessionId);
  form.set("behavior", clip.behavior);
  form.set("recorded_at", new Date(clip.recordedAtMillis).toISOString());
  form.set("duration_ms", String(clip.durationMillis));
  form.set("sha256", clip.sha256);
  form.set("file", new Blob([clip.file], { type: "video/webm" }), `${clip.clipId}.webm`);
  return form;
}
