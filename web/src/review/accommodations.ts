import type { Exam } from "../api/types";

/** What a policy allows that a reviewer would otherwise wonder at, under its name there. */
const WORDS: Readonly<Record<string, string>> = {
  may_read_aloud: "read aloud, so lips may move",
  may_look_down: "look down, so a bent head counts for nothing",
  paper_exam: "write on paper, so a bent head counts for nothing",
};

/**
 * What the students of an exam may do, in plain words; undefined where nothing is out of the ordinary. A session keeps the policy that
 * its exam had when it began: where the exam was changed later, the words say that they are of the exam as it is now.
 */
export function accommodationWords(exam: Pick<Exam, "policy" | "updated_at">, startedAt: string): string | undefined {
  const allowed = Object.keys(WORDS).filter((name) => exam.policy[name] === true);
  if (allowed.length === 0) return undefined;
  const words = `Allowed in this exam: to ${allowed.map((name) => WORDS[name]).join("; to ")}.`;
  return Date.parse(exam.updated_at) > Date.parse(startedAt)
    ? `${words} The exam was changed after this session began; this is how it stands now.`
    : words;
}
