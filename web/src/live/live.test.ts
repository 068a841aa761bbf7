import { describe, expect, it, vi } from "vitest";
import type { LiveSession } from "../api/types";
import { situationWords } from "./BoardFilters";
import { countConnected, countSessions, takePulse } from "./boardCounts";
import {
  filterSessions,
  isIn,
  isQuiet,
  isSmallFace,
  keepOrder,
  needsLook,
  sortSessions,
  type BoardFilter,
} from "./boardRows";
import { isSameRow } from "./sameRow";
import { liveSession } from "./liveSession.fixture";
import { LiveStore } from "./liveStore";

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

  const everybody: BoardFilter = {
    search: "",
    situation: null,
    state: null,
    score: null,
    examId: null,
    group: null,
    hideQuiet: false,
  };
  const found = (filter: Partial<BoardFilter>, rows = all) => ids(filterSessions(rows, { ...everybody, ...filter }));

  it("finds by name, username, exam and group", () => {
    expect(found({ search: " NAME aw" })).toEqual(["away"]);
    expect(found({ search: "user-calm" })).toEqual(["calm"]);
    expect(found({ examId: "e2" })).toEqual(["offline"]);
    expect(found({ group: new Set(["student-calm"]) })).toEqual(["calm"]);
  });

  it("finds by what is going on, by state and by score", () => {
    const waiting = liveSession("waiting", { status: "waiting" });
    const paused = liveSession("paused", { status: "paused", cheat_score: 30 });
    const rows = [...all, dead, waiting, paused];
    expect(found({ situation: "absent" }, rows)).toEqual(["away"]);
    expect(found({ situation: "open" }, rows)).toEqual(["away"]);
    expect(found({ situation: "no_camera" }, rows)).toEqual(["offline"]);
    expect(found({ situation: "silent" }, rows)).toEqual(["dead"]);
    expect(found({ state: "before" }, rows)).toEqual(["waiting"]);
    expect(found({ state: "paused" }, rows)).toEqual(["paused"]);
    expect(found({ score: "high" }, rows)).toEqual(["away", "done"]);
    expect(found({ score: "middle" }, rows)).toEqual(["paused"]);
  });

  it("asks for a look at incidents that nobody has looked at, until somebody does, and not after submitting", () => {
    const fresh = liveSession("fresh", { incident_count: 2, looked_incident_count: 1 });
    expect(needsLook(fresh)).toBe(true);
    expect(needsLook({ ...fresh, looked_incident_count: 2 })).toBe(false);
    expect(needsLook({ ...fresh, status: "submitted" })).toBe(false);
    expect(
      needsLook(liveSession("seen", { incident_count: 1, looked_incident_count: 1, open_incidents: [incident] })),
    ).toBe(false);
    expect(ids(sortSessions([away, fresh], "needs_look"))).toEqual(["fresh", "away"]);
  });

  it("hides the quiet, and shows whoever stops being so", () => {
    const rows = [calm, away, offline, dead];
    expect(found({ hideQuiet: true }, rows)).toEqual(["away", "offline", "dead"]);
    const stirred = { ...calm, incident_count: 1 };
    expect(found({ hideQuiet: true }, [stirred])).toEqual(["calm"]);
    expect(isQuiet({ ...stirred, looked_incident_count: 1 })).toBe(true);
    for (const presence of ["hidden", "unknown", "absent"] as const) expect(isQuiet({ ...calm, presence })).toBe(false);
    // Whoever waits to be let in, or stands still by a proctor's word, is not forgotten.
    expect(
      found({ hideQuiet: true }, [liveSession("w", { status: "waiting" }), liveSession("p", { status: "paused" })]),
    ).toEqual(["w", "p"]);
  });

  it("takes the last presence of who is not heard from for no presence", () => {
    const lowest = { ...dead, focus_score: 1 };
    expect(ids(sortSessions([lowest, calm], "focus_score"))).toEqual(["calm", "dead"]);
    const { situations } = countSessions([calm, dead, { ...offline, silent_since: server_time }]);
    expect(situations).toMatchObject({ silent: 2, no_camera: 0, present: 1 });
  });

  it("takes nobody for present who is not watched, whatever the last picture showed", () => {
    const unwatched = liveSession("u", {
      presence: "present",
      focus_score: 100,
      watching: { unwatched_cause: "no_picture", watched_share: 0.4 },
    });
    expect(isIn(unwatched, "present")).toBe(false);
    expect(isIn(unwatched, "unwatched")).toBe(true);
    expect(isQuiet(unwatched)).toBe(false);
    expect(isIn({ ...unwatched, status: "paused" }, "unwatched")).toBe(false);
    expect(isIn(liveSession("w", { watching: { unwatched_cause: null, watched_share: 1 } }), "present")).toBe(true);
    expect(isSameRow(unwatched, { ...unwatched, watching: { unwatched_cause: null, watched_share: 0.4 } })).toBe(false);
  });

  it("says of a small face that is seen that looks cannot be judged, and draws it anew", () => {
    const small = liveSession("s", { focus_score: 100, face_size: "small" });
    expect(isSmallFace(small)).toBe(true);
    expect(isSmallFace(calm)).toBe(false);
    expect(isSmallFace({ ...small, silent_since: server_time })).toBe(false);
    expect(isSmallFace({ ...small, presence: "absent" })).toBe(false);
    expect(isSameRow(small, { ...small, face_size: null })).toBe(false);
  });

  it("keeps an order, newcomers last", () => {
    expect(ids(keepOrder(all, ["offline", "gone", "away"]))).toEqual(["offline", "away", "calm", "done"]);
  });

  it("counts what can be chosen, of who is not over", () => {
    expect(countSessions(all)).toEqual({
      sitting: 3,
      over: 1,
      quiet: 1,
      situations: {
        needs_look: 0,
        unwatched: 0,
        open: 1,
        present: 1,
        hidden: 0,
        absent: 1,
        unknown: 0,
        no_camera: 1,
        silent: 0,
      },
      states: { before: 0, active: 3, paused: 0 },
      scores: { low: 2, middle: 0, high: 1 },
    });
  });

  it("takes the pulse: who is heard, and the names of who is not", () => {
    const also = liveSession("b dead", { silent_since: server_time, status: "waiting" });
    const sinceMillis = Date.parse(server_time);
    expect(takePulse([calm, dead, also, done])).toEqual({
      heard: 1,
      silent: [
        { sessionId: "b dead", name: "Name b dead", sinceMillis },
        { sessionId: "dead", name: "Name dead", sinceMillis },
      ],
    });
  });

  it("counts nobody as connected who was not heard for 15 s", () => {
    const pulse = takePulse([calm, dead]);
    expect(countConnected(pulse, Date.parse(server_time) + 14_999)).toBe(2);
    expect(countConnected(pulse, Date.parse(server_time) + 15_000)).toBe(1);
  });

  it("says the figures of students as one says them", () => {
    expect([0, 1, 2].map((count) => `${count} ${situationWords("open", count)}`)).toEqual([
      "0 have an open incident",
      "1 has an open incident",
      "2 have an open incident",
    ]);
    expect(situationWords("needs_look", 1)).toBe("needs a look");
    expect(situationWords("absent", 1)).toBe("not in view");
  });

  it("looks first at who needs a look, then at who is not heard, and only then at scores", () => {
    const fresh = liveSession("fresh", { incident_count: 1 });
    const high = liveSession("high", { cheat_score: 90 });
    expect(ids(sortSessions([high, calm, dead, fresh], "needs_look"))).toEqual(["fresh", "dead", "high", "calm"]);
  });

  it("draws a row again only when something that is shown has changed", () => {
    const later = "2026-03-01T09:20:00.000Z";
    expect(isSameRow(calm, { ...calm, last_frame_at: later, fps: 29, cheat_score: 5.2, focus_score: 90.4 })).toBe(true);
    expect(isSameRow(calm, { ...calm, cheat_score: 6 })).toBe(false);
    expect(isSameRow(calm, { ...calm, open_incidents: [incident] })).toBe(false);
    expect(isSameRow(calm, { ...calm, incident_count: 1 })).toBe(false);
    expect(isSameRow(offline, { ...offline, last_frame_at: later })).toBe(false);
    expect(isSameRow(away, { ...away, open_incidents: [{ ...incident, behavior: "away" }] })).toBe(false);
  });
});
