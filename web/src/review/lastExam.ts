/** Which exam was reviewed last in this browser, so that the way back leads to it. */
const STORED = "invigil.review.exam";

export const lastExam = (): string | null => localStorage.getItem(STORED);

export function rememberExam(examId: string): void {
  try {
    localStorage.setItem(STORED, examId);
  } catch {
    // A browser without room: the first exam that waits is shown next time.
  }
}
