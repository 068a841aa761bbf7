import { queryOptions } from "@tanstack/react-query";
import { Problem } from "./problem";
import * as server from "./server";
import type { Profile } from "./types";

export const keys = {
  me: ["me"],
  exams: ["exams"],
  exam: (id: string) => ["exams", id],
  room: (id: string, students: number | null) => ["exams", id, "room", students],
  staff: (examId: string) => ["staff", examId],
  groups: (examId: string) => ["groups", examId],
  people: ["people"],
  serviceTokens: ["service-tokens"],
  sessions: ["sessions"],
  session: (id: string) => ["sessions", id],
  scores: (id: string) => ["scores", id],
  interventions: (sessionId: string) => ["interventions", sessionId],
  messages: (examId: string) => ["messages", examId],
  receivedMessages: (sessionId: string) => ["received-messages", sessionId],
  hands: ["hands"],
  admissions: ["admissions"],
  sight: (incidentId: string) => ["sight", incidentId],
  review: (sessionId: string) => ["review", sessionId],
  reviewers: (sessionId: string) => ["reviewers", sessionId],
  reviewExams: ["queue", "exams"],
  queue: (examId: string, filter: string) => ["queue", examId, filter],
  reviewStatistics: (examId: string) => ["review-statistics", examId],
  ownAppeal: (sessionId: string) => ["appeals", "own", sessionId],
  appeals: ["appeals", "list"],
  appeal: (id: string) => ["appeals", "sent", id],
} as const;

/** Who is signed in; null when nobody is. */
export const meQuery = queryOptions<Profile | null>({
  queryKey: keys.me,
  queryFn: () =>
    server.me().catch((error: unknown) => {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }),
  staleTime: 60_000,
  // Who was signed out may have signed in elsewhere meanwhile.
  refetchOnWindowFocus: (query) => (query.state.data === null ? "always" : true),
});
