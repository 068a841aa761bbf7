import { useEffect, useRef, useState } from "react";
import { useDrafts } from "../identity/drafts";
import { localAnswerBackup } from "./answers/answerBackup";
import { recallNotSaved, rememberNotSaved, withLeft, type NotSaved } from "./notSaved";
import type { SittingEnd } from "./sitting";

/**
 * What was written in this browser and is not part of the submitted exam: what the window that ended knew, and what windows
 * that are gone have left in the browser. The latter is moved to this tab as soon as it can be shown.
 */
export function useNotSaved(sessionId: string, end: SittingEnd | undefined, canShow: boolean): NotSaved {
  const drafts = useDrafts();
  const [notSaved, setNotSaved] = useState(() => end?.notSaved ?? recallNotSaved(drafts, sessionId));
  const newest = useRef(notSaved);

  useEffect(() => {
    if (!canShow) return;
    const backup = localAnswerBackup(sessionId);
    backup.findLeft((left) => {
      const texts = [...left.read()].map(([questionId, { value }]) => [questionId, value] as const);
      newest.current = withLeft(newest.current, texts);
      setNotSaved(newest.current);
      if (!rememberNotSaved(drafts, sessionId, newest.current)) return;
      for (const [questionId] of texts) left.remove(questionId);
    });
    return () => {
      backup.release();
    };
  }, [drafts, sessionId, canShow]);
  return notSaved;
}
