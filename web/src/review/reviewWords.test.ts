import { expect, test } from "vitest";
import type { Incident } from "../api/types";
import { noClipWords } from "../ui/words";
import { causeWords } from "./causeWords";
import { clipCheckWords } from "./clipCheckWords";
import { playUntil } from "./clipLinks";
import { DECISION_REASONS, OUTCOME_REASONS, reasonWords, tooLongWords } from "./decisionWords";
import { incident } from "./fakeReview";
import { shareWords } from "./ReviewFigures";

test("each reason of a decision has a key", () => {
  for (const choices of [...Object.values(DECISION_REASONS), ...Object.values(OUTCOME_REASONS)]) {
    expect(choices.length).toBeLessThanOrEqual(9);
  }
});

test("an incident without a clip says why", () => {
  expect(noClipWords({ fate: "sent", reason: null })).toBeUndefined();
  expect(noClipWords({ fate: "never_sent", reason: null })).toContain("asked for and never sent");
  expect(noClipWords({ fate: "refused", reason: "clip_too_large" })).toContain("too large");
  expect(noClipWords({ fate: "refused", reason: "a_new_code" })).toContain("not what was asked for");
  expect(noClipWords({ fate: "lost", reason: "not_recorded" })).toContain("nothing was recorded");
  expect(noClipWords({ fate: "not_asked", reason: "by_policy" })).toContain("asks for none");
});

test("a clip says what its check came to, and accuses nobody", () => {
  const check = { reasons: [], shown_ms: 10_000, compared_seconds: 10, differing_seconds: 0 };
  expect(clipCheckWords(null)).toBeUndefined();
  expect(clipCheckWords({ ...check, state: "verified" })).toBe(
    "Compared with what was analysed at that time: the same scene in 10 of 10 seconds. It is 10.0 s long.",
  );
  expect(clipCheckWords({ ...check, state: "verified", differing_seconds: 2 })).toContain("2 of 10 seconds differ");
  expect(clipCheckWords({ ...check, state: "unknown" })).toContain("says nothing");
  expect(clipCheckWords({ ...check, state: "unknown", reasons: ["begins_late", "too_short"], shown_ms: 900 })).toBe(
    "It plays, but it begins after the moment that it was asked for, it is too short to compare; that says nothing against it. It is 0.9 s long.",
  );
  expect(clipCheckWords({ ...check, state: "differs", reasons: ["length", "pictures"] })).toBe(
    "Kept apart: it does not match what was analysed (it is not as long as it is said to be, its pictures are others). It is 10.0 s long. A fault of a browser or of this system may be why.",
  );
  expect(clipCheckWords({ ...check, state: "not_requested" })).toContain("not asked for");
});

test("why it was noted is said with the rule and whose it is", () => {
  expect(
    causeWords(
      incident("a", {
        behavior: "away",
        cause: { enter_ms: 8000, enter_degrees: null, head_degrees: null, is_default: false },
      }),
    ),
  ).toBe("“Away” counts after 8 s (this exam's rule); this lasted 8 s.");
  expect(
    causeWords(
      incident("a", {
        behavior: "looking_down",
        cause: { enter_ms: 4000, enter_degrees: 28, head_degrees: 22, is_default: true },
      }),
    ),
  ).toContain(
    "counts when the line of sight is more than 28° off, or the head alone 22°, for 4 s (the program's own rule)",
  );
  expect(causeWords(incident("a", { cause: null }))).toBeUndefined();
});

test("why it was noted is said by what an older server tells, which knows no head by itself", () => {
  const cause = { enter_ms: 4000, enter_degrees: 28, is_default: true };
  const told = JSON.stringify({ ...incident("a", { behavior: "looking_down" }), cause });
  expect(causeWords(JSON.parse(told) as Incident)).toContain(
    "counts when the line of sight is more than 28° off for 4 s (the program's own rule)",
  );
});

test("few decisions are no share", () => {
  expect(shareWords({ decided: 3, so: 2, share: null, low: null, high: null })).toBe("too few (2 of 3)");
  expect(shareWords({ decided: 0, so: 0, share: null, low: null, high: null })).toBe("none yet");
  expect(shareWords({ decided: 20, so: 6, share: 0.3, low: 0.146, high: 0.519 })).toBe("30 % (15 to 52 %) of 20");
});

test("reason and length are said", () => {
  expect(reasonWords({ reason_group: "technical", reason: "camera" })).toBe("Technical: The camera failed");
  expect(reasonWords({ reason_group: null, reason: null })).toBe("");
  expect(tooLongWords("x".repeat(4000))).toBeUndefined();
  expect(tooLongWords("x".repeat(4001))).toBe("1 character too long. Nothing is cut: shorten it, then send it.");
});

test("playback halts a second after the incident's end, if the clip goes that far", () => {
  const clip = {
    id: "clip",
    session_id: "session",
    student_id: "student",
    storage_path: "p",
    check: null,
    file_size_bytes: 1,
    sha256: "",
    content_type: "video/webm",
    behavior: "looking_left",
    recorded_at: "2026-03-01T09:59:58.000Z",
    duration_ms: 12_000,
    uploaded_at: "2026-03-01T10:01:00.000Z",
  };
  expect(playUntil(incident("a"), clip)).toBe(11);
  expect(playUntil(incident("a"), { ...clip, duration_ms: 10_000 })).toBeUndefined();
  expect(playUntil(incident("a", { ended_at: null }), clip)).toBeUndefined();
});
