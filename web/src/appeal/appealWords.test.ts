import { expect, it } from "vitest";
import document from "../api/openapi.json";
import { REASON_WORDS } from "../review/decisionWords";
import type { DecisionReason } from "../api/types";
import { formatClock } from "../ui/time";
import { incidentStory, reasonStory, steps } from "./appealWords";
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
