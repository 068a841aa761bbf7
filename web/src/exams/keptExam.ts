import { useState } from "react";
import { useDrafts } from "../identity/drafts";
import { rekeyed, type ExamDraft } from "./examDraft";

/** What an author typed and has not saved. */
interface KeptExam {
  readonly draft: ExamDraft;
  /** The state of the exam that it changes; see `based_on` of the API. Undefined for a new exam. */
  readonly basedOn: string | undefined;
}

export interface KeptExams {
  /** What was typed here before and is not saved; undefined if nothing was. */
  readonly found: KeptExam | undefined;
  /** Keeps it until it is saved; undefined forgets it. */
  readonly keep: (exam: KeptExam | undefined) => void;
}

/**
 * An exam that is being written outlives its page.
 *
 * @param examId undefined for a new exam
 */
export function useKeptExam(examId: string | undefined): KeptExams {
  const drafts = useDrafts();
  const name = `exam:${examId ?? "new"}`;
  const [found] = useState(() => {
    const kept = drafts.recall<KeptExam>(name);
    // Keys are of the page that drew it.
    return kept && { ...kept, draft: rekeyed(kept.draft) };
  });
  return { found, keep: (exam) => drafts.keep(name, exam) };
}
