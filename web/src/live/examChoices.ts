import type { LiveSession } from "../api/types";
import { isOver } from "../ui/sittingStates";
import type { Choice } from "./BoardFilters";

/** The exams that are being sat, by title, with how many sit each. */
export function examChoices(sessions: Iterable<LiveSession>): readonly Choice[] {
  const exams = new Map<string, { id: string; title: string; count: number }>();
  for (const { exam_id: id, exam_title: title, status } of sessions) {
    const exam = exams.get(id) ?? { id, title, count: 0 };
    if (!isOver(status)) exam.count += 1;
    exams.set(id, exam);
  }
  return [...exams.values()].sort((a, b) => a.title.localeCompare(b.title));
}
