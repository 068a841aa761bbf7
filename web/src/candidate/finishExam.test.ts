import { describe, expect, it } from "vitest";
import { Problem } from "../api/problem";
import type { Submission } from "../api/types";
import { finishExam, type FinishPhase, type FinishSteps } from "./finishExam";

const SUBMISSION: Submission = {
  session_id: "s1",
  status: "submitted",
  submitted_at: "2026-03-01T10:00:00.000Z",
  submit_reason: "student",
  cheat_score: 4.5,
};
const UNTIL = 100_000;

function setUp(overrides: Partial<FinishSteps> = {}) {
  const log: string[] = [];
  const phases: FinishPhase[] = [];
  let nowMillis = 0;
  const steps: FinishSteps = {
    saveAnswers: () => {
      log.push("save");
      return Promise.resolve({ left: 0, failure: null });
    },
    submit: (reason) => {
      log.push(`submit ${reason}`);
      return Promise.resolve(SUBMISSION);
    },
    sendClips: () => {
      log.push("clips");
      return Promise.resolve();
    },
    serverNow: () => nowMillis,
    wait: (millis) => {
      nowMillis += millis;
      return Promise.resolve();
    },
    ...overrides,
  };
  const run = (reason: "student" | "time") => finishExam(reason, UNTIL, steps, (phase) => phases.push(phase));
  return { log, phases, run, names: () => phases.map(({ phase }) => phase) };
}

describe("finishExam", () => {
  it("saves, submits, then sends the clips", async () => {
    const { log, run, names } = setUp();
    await run("student");
    expect(log).toEqual(["save", "submit student", "clips"]);
    expect(names()).toEqual(["saving", "submitting", "sending_clips", "done"]);
  });

  it("does not submit before every answer is saved", async () => {
    let left = 3;
    const { run, phases, names } = setUp({
      saveAnswers: () => Promise.resolve({ left: --left, failure: "No network." }),
    });
    await run("student");
    expect(phases.filter(({ phase }) => phase === "saving")).toHaveLength(3);
    expect(names().at(-1)).toBe("done");
  });

  it("submits when the server takes no more answers, though some are left", async () => {
    const { run, names } = setUp({ saveAnswers: () => Promise.resolve({ left: 1, failure: "No network." }) });
    await run("time");
    expect(names().slice(-3)).toEqual(["submitting", "sending_clips", "done"]);
  });

  it("goes back instead of submitting where the student has to decide something first", async () => {
    const { run, names, log } = setUp({
      saveAnswers: () => Promise.resolve({ left: 0, failure: null, needsStudent: true }),
    });
    await run("student");
    expect(names()).toEqual(["saving", "returned"]);
    expect(log).toEqual([]);
  });

  it("tries to submit until it works", async () => {
    let failures = 4;
    const { run, phases, names } = setUp({
      submit: () =>
        failures-- > 0 ? Promise.reject(new Problem(0, "unreachable", "No network.")) : Promise.resolve(SUBMISSION),
    });
    await run("student");
    expect(phases).toContainEqual({ phase: "submitting", failure: "No network." });
    expect(names().at(-1)).toBe("done");
  });

  it("says so when the server refuses the submission", async () => {
    const { run, names, log } = setUp({
      submit: () => Promise.reject(new Problem(404, "not_found", "There is no such session.")),
    });
    await run("student");
    expect(names().at(-1)).toBe("failed");
    expect(log).not.toContain("clips");
  });

  it("is not done before the clips are sent", async () => {
    let arrived: (() => void) | undefined;
    const { run, names } = setUp({
      sendClips: () =>
        new Promise((resolve) => {
          arrived = resolve;
        }),
    });
    const finished = run("student");
    await Promise.resolve();
    await expect.poll(() => names().at(-1)).toBe("sending_clips");
    arrived?.();
    await finished;
    expect(names().at(-1)).toBe("done");
  });
});
