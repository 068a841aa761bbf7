import { AnswerConflict } from "../../api/problem";
import type { Answer, SavedAnswer } from "../../api/types";

/** The server may be so many of this page's writes behind in what it tells; more are never under way. */
const MAX_REMEMBERED = 100;

/**
 * Which versions of answers this page knows to be stored, so that it can tell whether an `answers_version` of the event channel
 * comes of its own writes or of another window's.
 */
export class AnswerVersions {
  private readonly versions = new Map<string, string>();
  private readonly explained = new Set<string>();
  private underWay = 0;

  constructor(answers: readonly Answer[]) {
    this.learn(answers);
  }

  /** Whether an answer is on its way: what the server tells meanwhile may come of it. */
  get isSaving(): boolean {
    return this.underWay > 0;
  }

  /** Takes in what the server has. */
  learn(answers: readonly Pick<Answer, "question_id" | "version">[]): void {
    for (const { question_id, version } of answers) this.versions.set(question_id, version);
    this.remember();
  }

  /** Learns from a write, and passes on how it ended. */
  async watch(write: Promise<SavedAnswer>): Promise<SavedAnswer> {
    this.underWay += 1;
    try {
      const saved = await write;
      this.learn([saved]);
      return saved;
    } catch (error) {
      if (error instanceof AnswerConflict) this.learn([error.stored]);
      throw error;
    } finally {
      this.underWay -= 1;
    }
  }

  /** Whether this page knows every answer of which the server tells so. */
  explains(answersVersion: string): boolean {
    return this.explained.has(answersVersion);
  }

  private remember(): void {
    let bits = 0;
    for (const version of this.versions.values()) bits ^= parseInt(version.slice(0, 8), 16);
    this.explained.add(`${this.versions.size}:${(bits >>> 0).toString(16)}`);
    const [oldest] = this.explained;
    if (this.explained.size > MAX_REMEMBERED && oldest !== undefined) this.explained.delete(oldest);
  }
}
