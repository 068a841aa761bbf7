import { expect, it } from "vitest";
import type { LiveSession } from "../api/types";
import { storedPartChanged } from "./useLiveSession";

const row = (...behaviors: string[]) =>
  ({
    status: "active",
    clip_count: 0,
    incident_count: 1,
    open_incidents: behaviors.map((behavior) => ({ id: "i1", behavior, started_at: "2026-03-01T09:00:00.000Z" })),
  }) as unknown as LiveSession;

it("reads the session again when an incident opens, becomes away, or closes", () => {
  expect(storedPartChanged(undefined, row())).toBe(true);
  expect(storedPartChanged(row(), row("absent"))).toBe(true);
  expect(storedPartChanged(row("absent"), row("away"))).toBe(true);
  expect(storedPartChanged(row("away"), row())).toBe(true);
});

it("does not while nothing stored changes", () => {
  expect(storedPartChanged(row("away"), row("away"))).toBe(false);
});
