import { describe, expect, it, vi } from "vitest";
import type { LiveSession } from "../api/types";
import { countSessions, filterSessions, keepOrder, needsAttention, sortSessions } from "./boardRows";
import { LiveStore } from "./liveStore";

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
    fps: 30,
    started_at: "2026-03-01T09:00:00.000Z",
    ends_at: "2026-03-01T10:00:00.000Z",
    last_frame_at: "2026-03-01T09:10:00.000Z",
    silent_since: null,
    ...change,
  };
}

const server_time = "2026-03-01T09:10:00.000Z";
const incident = { id: "i1", behavior: "absent", started_at: server_time };

describe("LiveStore", () => {
  it("replaces everything by a snapshot and single rows by a delta", () => {
    const store = new LiveStore();
    const changed = vi.fn();
    store.subscribe(changed);
    store.apply({ type: "snapshot", seq: 1, server_time, sessions: [liveSession("a"), liveSession("b")] });
    const { sessions: before } = store.getSnapshot();
    store.apply({ type: "delta", seq: 2, server_time, sessions: [liveSession("b", { cheat_score: 40 })], removed: [] });
    const { sessions: after } = store.getSnapshot();
    expect(after.get("b")?.cheat_score).toBe(40);
    // Rows are drawn anew only when they changed: the same object stays.
    expect(after.get("a")).toBe(before.get("a"));
    expect(after).not.toBe(before);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it("drops what the server removed, and what a new snapshot lacks", () => {
    const store = new LiveStore();
    store.apply({ type: "snapshot", seq: 1, server_time, sessions: [liveSession("a"), liveSession("b")] });
    store.apply({ type: "delta", seq: 2, server_time, sessions: [], removed: ["a"] });
    expect([...store.getSnapshot().sessions.keys()]).toEqual(["b"]);
    store.apply({ type: "snapshot", seq: 1, server_time, sessions: [liveSession("c")] });
    expect([...store.getSnapshot().sessions.keys()]).toEqual(["c"]);
  });

  it("keeps the rows while the connection is lost", () => {
    const store = new LiveStore();
    store.apply({ type: "snapshot", seq: 1, server_time, sessions: [liveSession("a")] });
    store.setLink("reconnecting", 7);
    expect(store.getSnapshot()).toMatchObject({ link: "reconnecting", heardAtMillis: 7, loaded: true });
    expect(store.getSnapshot().sessions.size).toBe(1);
  });

  it("knows from when its rows are when a view comes back and the server does not", () => {
    const store = new LiveStore();
    store.setLink("connected", 7);
    store.apply({ type: "snapshot", seq: 1, server_time, sessions: [liveSession("a")] });
    store.setLink("closed", 8);
    store.setLink("connecting", null);
    store.setLink("reconnecting", null);
    expect(store.getSnapshot()).toMatchObject({ heardAtMillis: 8, serverTime: server_time, loaded: true });
    store.setLink("connected", 9);
    expect(store.getSnapshot().heardAtMillis).toBe(9);
  });

  it("tells the server's time by the fastest message, and stops with what is known when nothing is heard", () => {
    vi.useFakeTimers();
    const store = new LiveStore();
    const said = Date.parse(server_time);
    const delta = { type: "delta", seq: 2, sessions: [], removed: [] } as const;
    store.setLink("connected", 0);
    store.apply({ type: "snapshot", seq: 1, server_time, sessions: [] });
    vi.advanceTimersByTime(2300);
    store.apply({ ...delta, server_time: new Date(said + 2000).toISOString() });
    expect(store.serverNowMillis()).toBe(said + 2300);
    store.apply({ ...delta, server_time: new Date(said + 2500).toISOString() });
    expect(store.serverNowMillis()).toBe(said + 2500);
    vi.advanceTimersByTime(1000);
    expect(store.serverNowMillis()).toBe(said + 3500);
    store.setLink("silent", 0);
    expect(store.serverNowMillis()).toBe(said + 2500);
    vi.useRealTimers();
  });
});

describe("leaderboard", () => {
  const calm = liveSession("calm");
  const away = liveSession("away", {
    presence: "absent",
    cheat_score: 60,
    focus_score: 20,
    open_incidents: [incident],
  });
  const offline = liveSession("offline", { connected: false, cheat_score: 5, exam_id: "e2", presence: "unknown" });
  /** Its socket is open, and nothing comes any more. */
  const dead = liveSession("dead", { silent_since: server_time });
  const done = liveSession("done", { status: "submitted", connected: false, cheat_score: 80 });
  const all = [calm, away, offline, done];
  const ids = (sessions: readonly LiveSession[]) => sessions.map((session) => session.session_id);

  it.each([
    ["cheat_score", ["done", "away", "calm", "offline"]],
    ["focus_score", ["away", "calm", "offline", "done"]],
    ["open_incidents", ["away", "calm", "offline", "done"]],
    ["name", ["away", "calm", "done", "offline"]],
  ] as const)("orders by %s, and by name among equals", (key, expected) => {
    expect(ids(sortSessions(all, key))).toEqual(expected);
  });

  it("does not fill the top of the lowest focus scores with who sends nothing now", () => {
    const rows = [
      liveSession("submitted", { status: "submitted", connected: false, focus_score: 3 }),
      liveSession("gone", { connected: false, focus_score: 1 }),
      liveSession("gone before the first picture", { connected: false, focus_score: null }),
      liveSession("no picture yet", { focus_score: null }),
      liveSession("low", { focus_score: 30 }),
      liveSession("high", { focus_score: 95 }),
    ];
    expect(ids(sortSessions(rows, "focus_score"))).toEqual([
      "low",
      "high",
      "no picture yet",
      "gone",
      "gone before the first picture",
      "submitted",
    ]);
  });

  it("keeps what stays true of somebody who left where it stands, and puts them last among equals", () => {
    const rows = [
      liveSession("a submitted", { status: "submitted", connected: false, cheat_score: 40 }),
      liveSession("b gone", { connected: false, cheat_score: 40, open_incidents: [incident] }),
      liveSession("c here", { cheat_score: 40 }),
      liveSession("d here", { cheat_score: 41, open_incidents: [incident] }),
    ];
    expect(ids(sortSessions(rows, "cheat_score"))).toEqual(["d here", "c here", "b gone", "a submitted"]);
    expect(ids(sortSessions(rows, "open_incidents"))).toEqual(["d here", "b gone", "c here", "a submitted"]);
  });

  it("finds by name, username and exam", () => {
    const filter = { search: "", examId: null, attentionOnly: false };
    expect(ids(filterSessions(all, { ...filter, search: " NAME aw" }))).toEqual(["away"]);
    expect(ids(filterSessions(all, { ...filter, search: "user-calm" }))).toEqual(["calm"]);
    expect(ids(filterSessions(all, { ...filter, examId: "e2" }))).toEqual(["offline"]);
    expect(ids(filterSessions(all, { ...filter, attentionOnly: true }))).toEqual(["away", "offline"]);
  });

  it("asks for a look at whoever is away, has an open incident or sends nothing, but not after submitting", () => {
    expect(all.map(needsAttention)).toEqual([false, true, true, false]);
  });

  it("asks for a look at whoever is not heard from, and takes their last presence for no presence", () => {
    expect(needsAttention(dead)).toBe(true);
    const lowest = { ...dead, focus_score: 1 };
    expect(ids(sortSessions([lowest, calm], "focus_score"))).toEqual(["calm", "dead"]);
    expect(countSessions([calm, dead, { ...offline, silent_since: server_time }])).toEqual({
      active: 3,
      attention: 2,
      silent: 2,
      disconnected: 0,
      byPresence: { present: 1, hidden: 0, absent: 0, unknown: 0 },
    });
  });

  it("keeps an order, newcomers last", () => {
    expect(ids(keepOrder(all, ["offline", "gone", "away"]))).toEqual(["offline", "away", "calm", "done"]);
  });

  it("counts only who is sitting, and no presence of who is not connected", () => {
    expect(countSessions(all)).toEqual({
      active: 3,
      attention: 2,
      silent: 0,
      disconnected: 1,
      byPresence: { present: 1, hidden: 0, absent: 1, unknown: 0 },
    });
  });
});
