import { expect, it } from "vitest";
import document from "../api/openapi.json";
import { REASON_WORDS } from "../review/decisionWords";
import type { DecisionReason } from "../api/types";
import { formatClock, formatDateTime } from "../ui/time";
import { incidentOutcomeWords, incidentStory, reasonStory, steps } from "./appealWords";
import { appealWith, incidentWith, sittingWith } from "./fakeAppeals";

const states = (sitting: Parameters<typeof steps>[0]) => steps(sitting).map(({ key, state }) => `${key} ${state}`);

it("tells an incident in the second person, with its time and how long it was", () => {
  const at = formatClock("2026-03-01T09:14:03Z");
  expect(incidentStory(incidentWith())).toBe(`At ${at} for 8 seconds the camera did not see you.`);
  expect(incidentStory(incidentWith({ behavior: "looking_left", ended_at: null }))).toBe(
    `At ${at} you looked to your left.`,
  );
  expect(incidentStory(incidentWith({ ended_at: "2026-03-01T09:19:03Z" }))).toContain("for 5 minutes");
  expect(incidentStory(incidentWith({ behavior: "something_new" }))).toContain("something new");
});

it("says who looks and by when before anything is decided, and when that is late", () => {
  const sitting = sittingWith({ decision: null, can_write: false });
  expect(states(sitting)).toEqual(["handed_in done", "look now", "decision next", "answer next"]);
  expect(steps(sitting)[1]?.text).toContain("by");
  expect(steps({ ...sitting, server_time: "2026-03-20T10:00:00Z" })[1]?.text).toContain("was to be done");
});

it("goes on to the answer and to somebody else, as far as it has come", () => {
  expect(states(sittingWith())).toEqual([
    "handed_in done",
    "look done",
    "decision done",
    "answer now",
    "second_look next",
  ]);
  const sent = appealWith({ status: "sent", sent_at: "2026-03-05T10:00:00Z", answer_until: "2026-03-19T10:00:00Z" });
  expect(states(sittingWith({ can_write: false, appeal: sent })).slice(3)).toEqual(["answer done", "second_look now"]);
  const decided = appealWith({ ...sent, status: "decided", decided_at: "2026-03-06T10:00:00Z" });
  expect(states(sittingWith({ can_write: false, appeal: decided })).slice(3)).toEqual([
    "answer done",
    "second_look done",
  ]);
});

it("ends with the decision where nothing is held against the student", () => {
  const decision = { ...sittingWith().decision, outcome: "no_concern" } as NonNullable<
    ReturnType<typeof sittingWith>["decision"]
  >;
  expect(states(sittingWith({ decision, incidents: [], can_write: false }))).toEqual([
    "handed_in done",
    "look done",
    "decision done",
  ]);
});

it("says that the time is over, with or without a draft", () => {
  expect(states(sittingWith({ can_write: false })).slice(3)).toEqual(["answer missed"]);
  const expired = appealWith({ status: "expired" });
  expect(states(sittingWith({ can_write: false, appeal: expired }))).toContain("answer missed");
});

it("has a sentence in the second person for every reason that the server knows, and never the staff's words", () => {
  const { IncidentDecision, SessionDecision } = document.components.schemas;
  const reasons = new Set([...IncidentDecision.properties.reason.enum, ...SessionDecision.properties.reason.enum]);
  expect(reasons.size).toBeGreaterThan(10);
  for (const reason of reasons as Set<DecisionReason>) {
    expect(reasonStory({ reason }), reason).toMatch(/^(It|You) .+\.$/);
    expect(reasonStory({ reason }), reason).not.toContain(REASON_WORDS[reason]);
  }
  expect(reasonStory({ reason: "network" })).toBe("It was technical, and not your doing: the connection failed.");
  expect(reasonStory({ reason: null })).toBe("");
});

it("promises no look where nothing must be decided, and says the same whether or not there will be one", () => {
  const [, look, ...others] = steps(sittingWith({ decision: null, must_be_decided: false, can_write: false }));
  expect(look).toMatchObject({ state: "done", title: "There is nothing that somebody must decide" });
  expect(look?.text).not.toContain("by ");
  expect(others).toEqual([]);
});

it("says how the sitting ended, by whoever ended it", () => {
  const first = (changes: Parameters<typeof sittingWith>[0]) => steps(sittingWith(changes))[0];
  expect(first({})?.title).toBe("You handed in");
  expect(first({ submit_reason: "time" })?.title).toBe("Your time was over");
  const ended = first({ submit_reason: null, end_reason: "The room had to be left" });
  expect(ended?.title).toBe("Your exam was ended");
  expect(ended?.text).toContain("“The room had to be left”");
});

it("tells of the first decision by its own time, whatever came after it", () => {
  const { decision } = sittingWith();
  if (decision === null) throw new Error("There is no decision.");
  const granted = { ...decision, outcome: "no_concern", origin: "appeal", decided_at: "2026-03-09T10:00:00Z" } as const;
  const sitting = sittingWith({ decision: granted, first_decision: decision, can_write: false, appeal: appealWith() });
  expect(steps(sitting).find(({ key }) => key === "decision")?.text).toBe(
    `Told on ${formatDateTime(decision.decided_at)}.`,
  );
});

it("speaks of words only where there were some", () => {
  expect(incidentOutcomeWords("granted", "I was ill.")).toContain("read what you wrote");
  expect(incidentOutcomeWords("granted", "")).toBe("Somebody else looked at this again. It does not count.");
});
