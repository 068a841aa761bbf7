import { backoffMillis } from "../api/backoff";
import { toProblem, type Problem } from "../api/problem";
import type { SubmitReason, Submission } from "../api/types";

const BACKOFF = { firstMillis: 500, maxMillis: 8000 };

export type FinishPhase =
  | { readonly phase: "saving"; readonly failure: string | null }
  | { readonly phase: "submitting"; readonly failure: string | null }
  | { readonly phase: "sending_clips"; readonly submission: Submission }
  | { readonly phase: "done"; readonly submission: Submission }
  /** Not submitted: first the student has to look at something. */
  | { readonly phase: "returned" }
  | { readonly phase: "failed"; readonly problem: Problem };

export interface FinishSteps {
  /** Sends the answers that the server does not have; resolves with how many are left and why. */
  saveAnswers(): Promise<{
    left: number;
    failure: string | null;
    /** Something came up that the student has not seen and has to decide; then nothing is submitted. */
    needsStudent?: boolean;
  }>;
  submit(reason: SubmitReason): Promise<Submission>;
  /** Resolves when the last clip is cut and every clip is uploaded or given up. */
  sendClips(): Promise<void>;
  /** Milliseconds since 1970 by the server's clock. */
  serverNow(): number;
  wait(millis: number): Promise<void>;
}

/**
 * Ends the exam in the order in which nothing can be lost: answers, then the submission, then the clips. The first two are tried
 * until they succeed; a student who submits by hand waits for every answer, but nobody past the point up to which the server
 * takes them. Where saving brings up what the student has to decide, it goes back to the questions.
 *
 * @param answersUntilMillis until when the server takes answers, milliseconds since 1970 by its clock
 */
export async function finishExam(
  reason: SubmitReason,
  answersUntilMillis: number,
  steps: FinishSteps,
  onPhase: (phase: FinishPhase) => void,
): Promise<void> {
  onPhase({ phase: "saving", failure: null });
  for (let attempt = 0; ; attempt += 1) {
    const { left, failure, needsStudent = false } = await steps.saveAnswers();
    if (needsStudent) {
      onPhase({ phase: "returned" });
      return;
    }
    if (left === 0) break;
    const pauseMillis = backoffMillis(attempt, BACKOFF);
    if (steps.serverNow() + pauseMillis > answersUntilMillis) break;
    onPhase({ phase: "saving", failure });
    await steps.wait(pauseMillis);
  }

  onPhase({ phase: "submitting", failure: null });
  let submission: Submission | undefined;
  for (let attempt = 0; submission === undefined; attempt += 1) {
    try {
      submission = await steps.submit(reason);
    } catch (error) {
      const problem = toProblem(error);
      if (!problem.isTransient && problem.status !== 401) {
        onPhase({ phase: "failed", problem });
        return;
      }
      onPhase({ phase: "submitting", failure: problem.message });
      await steps.wait(backoffMillis(attempt, BACKOFF));
    }
  }

  onPhase({ phase: "sending_clips", submission });
  await steps.sendClips();
  onPhase({ phase: "done", submission });
}
