import { describe, expect, it } from "vitest";
import type { Clip, Incident } from "../api/types";
import { findClip } from "./clipLinks";

const BASE = Date.parse("2026-03-01T09:00:00.000Z");
const at = (seconds: number): string => new Date(BASE + seconds * 1000).toISOString();

const clip = (id: string, fromSeconds: number, behavior = "absent"): Clip => ({
  id,
  session_id: "s",
  student_id: "p",
  storage_path: "exam-recordings/p/s/1.webm",
  file_size_bytes: 1,
  sha256: "0",
  content_type: "video/webm",
  behavior,
  recorded_at: at(fromSeconds),
  duration_ms: 10_000,
  uploaded_at: at(fromSeconds + 12),
  check: null,
});

const incident = (fromSeconds: number, toSeconds: number | null, behavior = "absent"): Incident => ({
  id: "i",
  behavior,
  started_at: at(fromSeconds),
  ended_at: toSeconds === null ? null : at(toSeconds),
  confidence: 0.9,
  focus_score_min: 20,
  message: "",
  must_be_decided: true,
  clip: { fate: "sent", reason: null },
  cause: null,
});

describe("findClip", () => {
  it("points a second before the incident in the clip that shows it", () => {
    expect(findClip(incident(104, 110), [clip("a", 0), clip("b", 100)])).toMatchObject({
      clip: { id: "b" },
      atSeconds: 3,
    });
  });

  it("prefers the clip that was kept for the same behaviour", () => {
    const clips = [clip("focus", 100, "focus_score"), clip("absent", 102, "absent")];
    expect(findClip(incident(105, null), clips)?.clip.id).toBe("absent");
  });

  it("prefers a clip that is not kept apart, and shows one that is where there is no other", () => {
    const apart: Clip = {
      ...clip("apart", 101),
      check: { state: "differs", reasons: ["pictures"], shown_ms: 10_000, compared_seconds: 9, differing_seconds: 9 },
    };
    expect(findClip(incident(105, null), [apart, clip("focus", 100, "focus_score")])?.clip.id).toBe("focus");
    expect(findClip(incident(105, null), [apart])?.clip.id).toBe("apart");
  });

  it("takes the clip of an absence's beginning for one that has become long", () => {
    const clips = [clip("focus", 101, "focus_score"), clip("beginning", 99, "absent"), clip("later", 112, "away")];
    expect(findClip(incident(103, 130, "away"), clips)?.clip.id).toBe("beginning");
  });

  it("stays inside the clip when the incident began before it", () => {
    expect(findClip(incident(98, 130), [clip("a", 100)])?.atSeconds).toBe(0);
  });

  it("finds none where none was kept", () => {
    expect(findClip(incident(200, 210), [clip("a", 100)])).toBeUndefined();
    expect(findClip(incident(200, 210), [])).toBeUndefined();
  });
});
