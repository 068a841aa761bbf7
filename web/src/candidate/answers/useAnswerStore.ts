import { useEffect, useRef, useState } from "react";
import * as server from "../../api/server";
import type { ExamSession } from "../../api/types";
import { localAnswerBackup } from "./answerBackup";
import { AnswerStore } from "./answerStore";

/** The session's answers for as long as its questions are on the screen; leaving them sends what is unsaved. */
export function useAnswerStore(session: ExamSession): AnswerStore {
  const [store] = useState(() => {
    const sessionId = session.session_id;
    return new AnswerStore(
      session.answers,
      session.limits,
      (questionId, write, leaving) => server.saveAnswer(sessionId, questionId, write, leaving),
      localAnswerBackup(sessionId),
    );
  });
  const isLeft = useRef(false);

  useEffect(() => {
    isLeft.current = false;
    store.resume();
    const onPageHide = () => {
      store.sendBeforeLeaving();
    };
    window.addEventListener("pagehide", onPageHide);
    return () => {
      window.removeEventListener("pagehide", onPageHide);
      // Disposing is final, and while developing React leaves each page once at once to come back: that is not leaving.
      isLeft.current = true;
      queueMicrotask(() => {
        if (!isLeft.current) return;
        store.sendBeforeLeaving();
        store.dispose();
      });
    };
  }, [store]);

  return store;
}
