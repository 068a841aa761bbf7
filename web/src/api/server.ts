/** Every HTTP call this app makes, one function each. All throw `Problem`. */
import { call } from "./http";
import type {
  AnswerValue,
  Clip,
  Exam,
  ExamInput,
  ExamSession,
  ExamSummary,
  NewPerson,
  Person,
  PersonWithPassword,
  Profile,
  SavedAnswer,
  ScorePoint,
  ServiceToken,
  SessionDetail,
  SessionStatus,
  SessionSummary,
  Submission,
  SubmitReason,
} from "./types";

export const me = () => call<Profile>("GET", "/api/auth/me");
export const signIn = (username: string, password: string) =>
  call<Profile>("POST", "/api/auth/sign-in", { username, password });
export const signOut = () => call<undefined>("POST", "/api/auth/sign-out");

export const listExams = () => call<{ exams: ExamSummary[] }>("GET", "/api/exams").then((answer) => answer.exams);
export const findExamSummary = (examId: string) => call<ExamSummary>("GET", `/api/exams/${examId}`);
export const getExam = (examId: string) => call<Exam>("GET", `/api/exams/${examId}`);
export const createExam = (input: ExamInput) => call<Exam>("POST", "/api/exams", input);
export const updateExam = (examId: string, input: ExamInput) => call<Exam>("PUT", `/api/exams/${examId}`, input);
export const deleteExam = (examId: string) => call<undefined>("DELETE", `/api/exams/${examId}`);

export const listPeople = () => call<{ profiles: Person[] }>("GET", "/api/profiles").then((answer) => answer.profiles);
export const createPerson = (person: NewPerson) => call<PersonWithPassword>("POST", "/api/profiles", person);
export const resetPassword = (id: string) => call<PersonWithPassword>("POST", `/api/profiles/${id}/password`, {});
export const disablePerson = (id: string) => call<Profile>("POST", `/api/profiles/${id}/disable`);
export const enablePerson = (id: string) => call<Profile>("POST", `/api/profiles/${id}/enable`);

export const listServiceTokens = () =>
  call<{ service_tokens: ServiceToken[] }>("GET", "/api/service-tokens").then((answer) => answer.service_tokens);
export const createServiceToken = (name: string) =>
  call<{ id: string; name: string; token: string }>("POST", "/api/service-tokens", { name });
export const revokeServiceToken = (id: string) => call<undefined>("DELETE", `/api/service-tokens/${id}`);

export const CONSENT_VERSION = "1";
export const startExam = (examId: string) =>
  call<ExamSession>("POST", "/api/exam/start", {
    exam_id: examId,
    consent: { version: CONSENT_VERSION, accepted: true },
  });
export const getExamSession = (sessionId: string) => call<ExamSession>("GET", `/api/exam/sessions/${sessionId}`);
export const saveAnswer = (sessionId: string, questionId: string, value: AnswerValue, revision: number) =>
  call<SavedAnswer>("PUT", `/api/exam/sessions/${sessionId}/answers/${questionId}`, { value, revision });
export const submitExam = (sessionId: string, reason: SubmitReason) =>
  call<Submission>("POST", "/api/exam/submit", { session_id: sessionId, reason });
export const uploadClip = (form: FormData) => call<Clip>("POST", "/api/exam/upload-video", form);

export interface SessionFilter {
  readonly examId?: string | undefined;
  readonly studentId?: string | undefined;
  readonly status?: SessionStatus | undefined;
  readonly limit: number;
  readonly offset: number;
}

export function listSessions(filter: SessionFilter): Promise<{ sessions: SessionSummary[]; total: number }> {
  const query = new URLSearchParams({ limit: String(filter.limit), offset: String(filter.offset) });
  if (filter.examId !== undefined) query.set("exam_id", filter.examId);
  if (filter.studentId !== undefined) query.set("student_id", filter.studentId);
  if (filter.status !== undefined) query.set("status", filter.status);
  return call("GET", `/api/sessions?${query.toString()}`);
}

export const getSession = (sessionId: string) => call<SessionDetail>("GET", `/api/sessions/${sessionId}`);
export const getScores = (sessionId: string) =>
  call<{ points: ScorePoint[] }>("GET", `/api/sessions/${sessionId}/scores?max_points=1000`).then(
    (answer) => answer.points,
  );
export const clipContentUrl = (clipId: string) => `/api/clips/${clipId}/content`;
