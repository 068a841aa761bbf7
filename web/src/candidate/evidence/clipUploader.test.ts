import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../../api/problem";
import type { RecordedClip } from "../capture/messages";
import { clipForm } from "./clipForm";
import { ClipUploader } from "./clipUploader";

const clip = (clipId: string, bytes = 1000): RecordedClip => ({
  clipId,
  behavior: "absent",
  recordedAtMillis: Date.parse("2026-03-01T09:00:00.123Z"),
  durationMillis: 10_000,
  sha256: "ab".repeat(32),
  file: new ArrayBuffer(bytes),
});

let sent: string[];
let results: (Problem | "ok")[];
const upload = ({ clipId }: RecordedClip) => {
  sent.push(clipId);
  const result = results.shift() ?? "ok";
  return result === "ok" ? Promise.resolve() : Promise.reject(result);
};

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  results = [];
});

afterEach(() => {
  vi.useRealTimers();
});

describe("ClipUploader", () => {
  it("sends in order and says when all have arrived", async () => {
    const uploader = new ClipUploader(upload, 1_000_000);
    uploader.add(clip("a"));
    uploader.add(clip("b"));
    await uploader.drained();
    expect(sent).toEqual(["a", "b"]);
    expect(uploader.getSnapshot()).toEqual({ waiting: 0, uploaded: 2, lost: 0, failure: null });
    await uploader.drained();
  });

  it("keeps a clip through failures that pass, and tells the failure meanwhile", async () => {
    results = [
      new Problem(503, "storage_unavailable", "Storage is away."),
      new Problem(0, "unreachable", "No network."),
    ];
    const uploader = new ClipUploader(upload, 1_000_000);
    uploader.add(clip("a"));
    await vi.advanceTimersByTimeAsync(0);
    expect(uploader.getSnapshot()).toMatchObject({ waiting: 1, failure: "Storage is away." });
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toEqual(["a", "a", "a"]);
    expect(uploader.getSnapshot()).toEqual({ waiting: 0, uploaded: 1, lost: 0, failure: null });
  });

  it.each([
    [409, "uploads_closed"],
    [413, "clip_too_large"],
    [415, "not_webm"],
    [422, "checksum_mismatch"],
    [429, "too_many_clips"],
  ])("gives up a clip that is refused for good: %i %s", async (status, code) => {
    results = [new Problem(status, code, "No.")];
    const uploader = new ClipUploader(upload, 1_000_000);
    uploader.add(clip("a"));
    uploader.add(clip("b"));
    await uploader.drained();
    expect(sent).toEqual(["a", "b"]);
    expect(uploader.getSnapshot()).toMatchObject({ uploaded: 1, lost: 1 });
  });

  it("keeps a clip of which the server does not know yet that it has asked for it, behind the others", async () => {
    const early = new Problem(409, "clip_not_requested", "Nobody has asked for it.");
    results = [early, "ok", early, early];
    const uploader = new ClipUploader(upload, 1_000_000);
    uploader.add(clip("a"));
    uploader.add(clip("b"));
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual(["a", "b", "a"]);
    expect(uploader.getSnapshot()).toMatchObject({ waiting: 1, uploaded: 1, lost: 0 });
    await vi.advanceTimersByTimeAsync(61_000);
    expect(sent).toEqual(["a", "b", "a", "a", "a"]);
    expect(uploader.getSnapshot()).toMatchObject({ waiting: 0, uploaded: 2, lost: 0 });
  });

  it("gives it up when it stays unasked for minutes", async () => {
    results = Array.from({ length: 50 }, () => new Problem(409, "clip_not_requested", "Nobody has asked for it."));
    const uploader = new ClipUploader(upload, 1_000_000);
    uploader.add(clip("a"));
    uploader.add(clip("b"));
    await vi.advanceTimersByTimeAsync(4 * 60_000);
    expect(uploader.getSnapshot()).toMatchObject({ waiting: 2, lost: 0 });
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(uploader.getSnapshot()).toMatchObject({ waiting: 0, lost: 2 });
  });

  it("waits for a new sign-in", async () => {
    results = [new Problem(401, "unauthenticated", "Sign in.")];
    const uploader = new ClipUploader(upload, 1_000_000);
    uploader.add(clip("a"));
    await vi.advanceTimersByTimeAsync(31_000);
    expect(uploader.getSnapshot()).toMatchObject({ uploaded: 1, lost: 0 });
  });

  it("tries at once when told that the network is back", async () => {
    results = Array.from({ length: 8 }, () => new Problem(0, "unreachable", "No network."));
    const uploader = new ClipUploader(upload, 1_000_000);
    uploader.add(clip("a"));
    await vi.advanceTimersByTimeAsync(40_000);
    results = [];
    const before = sent.length;
    uploader.retryNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toHaveLength(before + 1);
    expect(uploader.getSnapshot().waiting).toBe(0);
  });

  it("holds no more than its memory: the oldest that is not on its way goes, and is counted", async () => {
    results = Array.from({ length: 100 }, () => new Problem(0, "unreachable", "No network."));
    const onLost = vi.fn();
    const uploader = new ClipUploader(upload, 1_000_000, 3500, undefined, onLost);
    for (const id of ["a", "b", "c", "d", "e"]) uploader.add(clip(id));
    expect(uploader.getSnapshot()).toMatchObject({ waiting: 3, lost: 2 });
    expect(onLost.mock.calls).toEqual([
      ["b", "no_room"],
      ["c", "no_room"],
    ]);
    results = [];
    uploader.retryNow();
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent.filter((id) => id !== "a")).toEqual(["d", "e"]);
  });

  it("does not even try a clip that is larger than the server takes", () => {
    const onLost = vi.fn();
    const uploader = new ClipUploader(upload, 500, undefined, undefined, onLost);
    uploader.add(clip("a"));
    expect(sent).toEqual([]);
    expect(onLost).toHaveBeenCalledWith("a", "too_large");
    expect(uploader.getSnapshot().lost).toBe(1);
  });
});

it("writes the form of the protocol", () => {
  const form = clipForm("session", clip("clip"));
  expect(Object.fromEntries([...form].filter(([name]) => name !== "file"))).toEqual({
    clip_id: "clip",
    session_id: "session",
    behavior: "absent",
    recorded_at: "2026-03-01T09:00:00.123Z",
    duration_ms: "10000",
    sha256: "ab".repeat(32),
  });
  expect((form.get("file") as File).type).toBe("video/webm");
});
