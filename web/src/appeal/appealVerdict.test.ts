import { expect, it } from "vitest";
import { STATEMENT } from "./appealDraft";
import { decisionOf, missing, type Verdict } from "./appealVerdict";
import { incidentWith, sittingWith } from "./fakeAppeals";

const GRANT: Verdict = { outcome: "granted", reason: "The doctor says so." };

const SITTING = sittingWith({
  incidents: [
    incidentWith({ id: "asked", answer: "I was ill." }),
    incidentWith({ id: "silent" }),
    incidentWith({ id: "open", answer: "And here?", decision: null }),
  ],
});

it("owes a decision, with a reason, on the whole and on each confirmed moment that was answered", () => {
  expect([...missing(SITTING, new Map()).keys()]).toEqual(["asked", STATEMENT]);
  const hasty = new Map<string, Verdict>([
    ["asked", { outcome: "upheld", reason: "  " }],
    [STATEMENT, { outcome: "upheld", reason: "x".repeat(4001) }],
  ]);
  expect([...missing(SITTING, hasty).values()]).toEqual([
    "Give a reason: the student reads it.",
    "This reason is too long.",
  ]);
});

it("sends what was chosen, and leaves the others as they are", () => {
  const verdicts = new Map<string, Verdict>([
    ["asked", GRANT],
    [STATEMENT, { outcome: "upheld", reason: "In all it stays." }],
  ]);
  expect(missing(SITTING, verdicts).size).toBe(0);
  expect(decisionOf(SITTING, verdicts)).toEqual({
    outcome: "upheld",
    reason: "In all it stays.",
    incidents: [{ incident_id: "asked", outcome: "granted", reason: "The doctor says so." }],
  });
});

it("refuses to grant the whole while a moment is upheld or left out", () => {
  const sitting = sittingWith({ incidents: [incidentWith(), incidentWith({ id: "i2" })] });
  const verdicts = new Map([
    [STATEMENT, { outcome: "granted", reason: "All of it." }],
    ["i1", { outcome: "upheld", reason: "It was so." }],
  ] as const);
  const found = missing(sitting, verdicts);
  expect(found.get("i1")).toContain("Grant this too, or uphold the whole");
  expect(found.get("i2")).toBe("Choose one of the two.");
});
