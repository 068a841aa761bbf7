import { afterEach, beforeEach, vi } from "vitest";
import { AnswerConflict, Problem } from "../../api/problem";
import type { Answer, AnswerValue, AnswerWrite, SavedAnswer } from "../../api/types";
import { localAnswerBackup } from "./answerBackup";
import { AnswerStore } from "./answerStore";

const LIMITS = { max_text_characters: 1000, max_body_bytes: 4000 };
export const text = (value: string): AnswerValue => ({ text: value });
export const stored = (value: string, version: string, seconds = 0): Answer => ({
  question_id: "q1",
  value: text(value),
  version,
  saved_at: new Date(seconds * 1000).toISOString(),
});

interface Server {
  /** What was written to it, oldest first. */
  calls: { questionId: string; write: AnswerWrite; leaving: boolean }[];
  respond: (write: AnswerWrite) => Promise<SavedAnswer>;
}

export const accept = ({ version }: AnswerWrite): Promise<SavedAnswer> =>
  Promise.resolve({ question_id: "q1", version, saved_at: new Date(server.calls.length * 60_000).toISOString() });
export const unreachable = () => Promise.reject(new Problem(0, "unreachable", "No network."));
export const conflictWith = (answer: Answer) => () => Promise.reject(new AnswerConflict("Two versions.", answer));

/** What the stores of one test write to; takes everything unless a test says otherwise. */
export const server: Server = { calls: [], respond: accept };
export const texts = () => server.calls.map(({ write }) => write.value.text);

/** Each test begins with an empty browser, a server that takes everything, and time that stands still. */
export function eachWithItsOwnServer() {
  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    server.calls = [];
    server.respond = accept;
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

export const open = (answers: readonly Answer[] = [], storage: Storage = localStorage) => {
  const save = (questionId: string, write: AnswerWrite, leaving: boolean) => {
    server.calls.push({ questionId, write, leaving });
    return server.respond(write);
  };
  const store = new AnswerStore(answers, LIMITS, save, localAnswerBackup("s1", storage));
  store.resume();
  return store;
};
export const q1 = (store: AnswerStore) => store.getSnapshot().entries.get("q1");
