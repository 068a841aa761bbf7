import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AppealConflict, Problem } from "../api/problem";
import type { SaveAppeal, SittingAppeal } from "../api/types";
import { AppealDraft, STATEMENT } from "./appealDraft";
import { appealWith, incidentWith, sittingWith } from "./fakeAppeals";

const save = vi.fn<(sessionId: string, body: SaveAppeal, leaving: boolean) => Promise<SittingAppeal>>();

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  let version = 0;
  save.mockReset().mockImplementation(() => {
    version++;
    return Promise.resolve(sittingWith({ appeal: appealWith({ version }) }));
  });
});

afterEach(() => {
  vi.useRealTimers();
});

const begin = (seen = sittingWith()) => new AppealDraft(seen, { save });

it("saves what is typed after a pause, only what changed, on the version that is stored", async () => {
  const draft = begin();
  draft.type("i1", "I was");
  draft.type("i1", "I was ill");
  expect(save).not.toHaveBeenCalled();
  await vi.runAllTimersAsync();
  draft.type(STATEMENT, "All in all");
  await vi.runAllTimersAsync();
  expect(save.mock.calls.map(([, body]) => body)).toEqual([
    { builds_on: 0, statement: "", answers: [{ incident_id: "i1", text: "I was ill" }] },
    { builds_on: 1, statement: "All in all", answers: [] },
  ]);
  expect(draft.getSnapshot().state).toBe("saved");
  expect(draft.storedVersion).toBe(2);
});

it("never cuts a text that is too long, never sends it, and saves the others", async () => {
  const draft = begin();
  draft.type("i1", "x".repeat(100_000));
  draft.type(STATEMENT, "short");
  await vi.runAllTimersAsync();
  expect(draft.getSnapshot().texts.get("i1")).toHaveLength(100_000);
  expect(draft.getSnapshot().state).toBe("too_long");
  expect(save.mock.calls.map(([, body]) => body)).toEqual([{ builds_on: 0, statement: "short", answers: [] }]);
  expect(await draft.flush()).toBe(false);
  draft.type("i1", "x".repeat(4000));
  await vi.runAllTimersAsync();
  expect(draft.getSnapshot().state).toBe("saved");
});

it("tries again by itself while the server is away, and brings the words back with the page", async () => {
  save.mockRejectedValueOnce(new Problem(0, "unreachable", "The server cannot be reached."));
  const draft = begin();
  draft.type("i1", "typed offline");
  await vi.advanceTimersByTimeAsync(1000);
  expect(draft.getSnapshot()).toMatchObject({ state: "waiting", problem: { code: "unreachable" } });
  draft.close();

  const again = begin();
  expect(again.getSnapshot().texts.get("i1")).toBe("typed offline");
  await vi.runAllTimersAsync();
  expect(again.getSnapshot().state).toBe("saved");
  expect(localStorage.length).toBe(0);
});

it.each([
  ["keepMine", "mine", 3],
  ["keepOther", "theirs", 2],
] as const)("asks which of two versions shall stay: %s", async (choice, kept, calls) => {
  const stored = sittingWith({ appeal: appealWith({ version: 7 }), incidents: [incidentWith({ answer: "theirs" })] });
  const draft = begin();
  draft.type("i1", "first");
  await vi.runAllTimersAsync();
  save.mockRejectedValueOnce(new AppealConflict("appeal_changed", "Changed elsewhere.", stored));
  draft.type("i1", "mine");
  await vi.runAllTimersAsync();
  expect(draft.getSnapshot()).toMatchObject({ state: "conflict", other: stored });
  draft[choice]();
  await vi.runAllTimersAsync();
  expect(draft.getSnapshot().texts.get("i1")).toBe(kept);
  expect(draft.getSnapshot().state).toBe("saved");
  expect(save).toHaveBeenCalledTimes(calls);
  if (choice === "keepMine") expect(save.mock.lastCall?.[1].builds_on).toBe(7);
});

it("keeps the words when the time is over, and says why they are not saved", async () => {
  save.mockRejectedValue(new Problem(409, "appeal_expired", "The time to appeal was over."));
  const draft = begin();
  draft.type("i1", "too late");
  await vi.runAllTimersAsync();
  expect(save).toHaveBeenCalledTimes(1);
  expect(draft.getSnapshot()).toMatchObject({ state: "refused", problem: { message: "The time to appeal was over." } });
  expect(draft.getSnapshot().texts.get("i1")).toBe("too late");
});

const theirs = (version: number, answer: string, statement = "") =>
  sittingWith({ appeal: appealWith({ version, statement }), incidents: [incidentWith({ answer })] });

it("asks again after a reload which of two versions shall stay, and sends nothing before", async () => {
  save.mockRejectedValueOnce(new AppealConflict("appeal_changed", "Changed elsewhere.", theirs(7, "theirs")));
  const draft = begin();
  draft.type("i1", "mine");
  await vi.runAllTimersAsync();
  expect(draft.getSnapshot().state).toBe("conflict");
  draft.close();

  const again = begin(theirs(7, "theirs"));
  expect(again.getSnapshot()).toMatchObject({ state: "conflict", other: theirs(7, "theirs") });
  expect(again.getSnapshot().texts.get("i1")).toBe("mine");
  await vi.runAllTimersAsync();
  expect(save).toHaveBeenCalledTimes(1);
});

it("takes what its own page has sent while it was left for its own", async () => {
  // Sent with the page that goes; the answer reaches nobody.
  save.mockReturnValueOnce(new Promise(() => undefined));
  const draft = begin();
  draft.type("i1", "typed, and");
  void draft.flush(true);
  draft.close();

  // The next page was read before the server had it.
  save.mockRejectedValueOnce(new AppealConflict("appeal_changed", "Changed.", theirs(1, "typed, and")));
  const again = begin();
  again.type("i1", "typed, and more");
  await vi.runAllTimersAsync();
  expect(again.getSnapshot()).toMatchObject({ state: "saved", other: null });
  expect(save.mock.lastCall?.[1]).toEqual({
    builds_on: 1,
    statement: "",
    answers: [{ incident_id: "i1", text: "typed, and more" }],
  });
  expect(again.getSnapshot().texts.get("i1")).toBe("typed, and more");
});

it("keeps both where two pages wrote about different things", async () => {
  save.mockRejectedValueOnce(new AppealConflict("appeal_changed", "Changed.", theirs(4, "", "the whole, elsewhere")));
  const draft = begin();
  draft.type("i1", "this moment, here");
  await vi.runAllTimersAsync();
  expect(draft.getSnapshot().state).toBe("saved");
  expect(draft.getSnapshot().texts.get(STATEMENT)).toBe("the whole, elsewhere");
  expect(save.mock.lastCall?.[1]).toEqual({
    builds_on: 4,
    statement: "the whole, elsewhere",
    answers: [{ incident_id: "i1", text: "this moment, here" }],
  });
});
