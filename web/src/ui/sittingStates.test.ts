import { expect, it } from "vitest";
import { isBeforeStart, isOver, isSessionStatus, SESSION_STATUSES, STATUS_WORDS } from "./sittingStates";

it("has words of its own for every state, in the order of a sitting", () => {
  expect(SESSION_STATUSES).toEqual(["checking_in", "waiting", "active", "paused", "submitted", "ended"]);
  expect(new Set(Object.values(STATUS_WORDS)).size).toBe(SESSION_STATUSES.length);
});

it("knows which states lie before the exam and which after it", () => {
  expect(SESSION_STATUSES.filter(isBeforeStart)).toEqual(["checking_in", "waiting"]);
  expect(SESSION_STATUSES.filter(isOver)).toEqual(["submitted", "ended"]);
});

it("takes no other word for a state", () => {
  expect(isSessionStatus("paused")).toBe(true);
  expect(isSessionStatus("toString")).toBe(false);
  expect(isSessionStatus("")).toBe(false);
});
