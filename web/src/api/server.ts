/** Every HTTP call this app makes, one function each. All throw `Problem`. */
import { call, client, unwrap } from "./http";
import type {
  AnswerWrite,
  Clip,
  DecideIncident,
  DecideSession,
  DecideAppeal,
  Exam,
  ExamInput,
  ExamSummary,
  MoveReason,
  NewAssignment,
  NewPerson,
  NewRoles,
  RoomForecast,
  ReviewExam,
  ReviewFilter,
  SaveAppeal,
  SessionDetail,
  SessionStatus,
  SubmitReason,
} from "./types";

export const me = () => unwrap(client.GET("/api/auth/me"));
export const signIn = (username: string, password: string) =>
  unwrap(client.POST("/api/auth/sign-in", { body: { username, password } }));
export const signOut = () => unwrap(client.POST("/api/auth/sign-out"));

export const listExams = () => unwrap(client.GET("/api/exams")).then(({ exams }) => exams as ExamSummary[]);
const findExam = (examId: string) =>
  unwrap(client.GET("/api/exams/{exam_id}", { params: { path: { exam_id: examId } } }));
/** What a student gets. */
export const findExamSummary = (examId: string) => findExam(examId) as Promise<ExamSummary>;
/** What staff get. */
export const getExam = (examId: string) => findExam(examId) as Promise<Exam>;
/** Whether the servers that run can watch so many students in this exam; without a number, whoever may sit it. */
export const forecastRoom = (examId: string, students?: number) =>
  unwrap(
    client.GET("/api/exams/{exam_id}/room", {
      params: { path: { exam_id: examId }, query: students === undefined ? {} : { students } },
    }),
  ) as Promise<RoomForecast>;
/** Whether the student sits well for their camera; `frame` is a JPEG in base64. */
export const checkCamera = (frame: string) => unwrap(client.POST("/api/exam/camera-check", { body: { frame } }));
export const createExam = (body: ExamInput) => unwrap(client.POST("/api/exams", { body }));
export const updateExam = (examId: string, body: ExamInput) =>
  unwrap(client.PUT("/api/exams/{exam_id}", { params: { path: { exam_id: examId } }, body }));
export const deleteExam = (examId: string) =>
  unwrap(client.DELETE("/api/exams/{exam_id}", { params: { path: { exam_id: examId } } }));

const examPath = (examId: string) => ({ path: { exam_id: examId } });
export const listStaff = (examId: string) =>
  unwrap(client.GET("/api/exams/{exam_id}/staff", { params: examPath(examId) })).then(({ staff }) => staff);
export const assignStaff = (examId: string, body: NewAssignment) =>
  unwrap(client.POST("/api/exams/{exam_id}/staff", { params: examPath(examId), body }));
export const withdrawStaff = (examId: string, assignmentId: string) =>
  unwrap(
    client.DELETE("/api/exams/{exam_id}/staff/{assignment_id}", {
      params: { path: { exam_id: examId, assignment_id: assignmentId } },
    }),
  );

const groupPath = (examId: string, groupId: string) => ({ path: { exam_id: examId, group_id: groupId } });
export const listGroups = (examId: string) =>
  unwrap(client.GET("/api/exams/{exam_id}/groups", { params: examPath(examId) })).then(({ groups }) => groups);
/** @param usernames one a line as they were typed, empty lines too: what is wrong is said by its place */
export const createGroup = (examId: string, name: string, usernames: string[]) =>
  unwrap(client.POST("/api/exams/{exam_id}/groups", { params: examPath(examId), body: { name, usernames } }));
export const replaceMembers = (examId: string, groupId: string, usernames: string[]) =>
  unwrap(
    client.PUT("/api/exams/{exam_id}/groups/{group_id}/members", {
      params: groupPath(examId, groupId),
      body: { usernames },
    }),
  );
export const deleteGroup = (examId: string, groupId: string) =>
  unwrap(client.DELETE("/api/exams/{exam_id}/groups/{group_id}", { params: groupPath(examId, groupId) }));

/** Says that so many incidents of the session have been looked at, for everybody who watches. */
export const lookAtSession = (sessionId: string, incidentCount: number) =>
  unwrap(
    client.PUT("/api/sessions/{session_id}/look", {
      params: { path: { session_id: sessionId } },
      body: { incident_count: incidentCount },
    }),
  );

const profilePath = (id: string) => ({ params: { path: { profile_id: id } } });
export const listPeople = () => unwrap(client.GET("/api/profiles")).then(({ profiles }) => profiles);
export const createPerson = (body: NewPerson) => unwrap(client.POST("/api/profiles", { body }));
export const changeRoles = (id: string, body: NewRoles) =>
  unwrap(client.PUT("/api/profiles/{profile_id}/roles", { ...profilePath(id), body }));
export const resetPassword = (id: string) =>
  unwrap(client.POST("/api/profiles/{profile_id}/password", { ...profilePath(id), body: {} }));
export const disablePerson = (id: string) => unwrap(client.POST("/api/profiles/{profile_id}/disable", profilePath(id)));
export const enablePerson = (id: string) => unwrap(client.POST("/api/profiles/{profile_id}/enable", profilePath(id)));

export const listServiceTokens = () =>
  unwrap(client.GET("/api/service-tokens")).then(({ service_tokens }) => service_tokens);
export const createServiceToken = (name: string) => unwrap(client.POST("/api/service-tokens", { body: { name } }));
export const revokeServiceToken = (id: string) =>
  unwrap(client.DELETE("/api/service-tokens/{id}", { params: { path: { id } } }));

export const CONSENT_VERSION = "1";
export const startExam = (examId: string) =>
  unwrap(
    client.POST("/api/exam/start", {
      body: { exam_id: examId, consent: { version: CONSENT_VERSION, accepted: true } },
    }),
  );
/**
 * A line that says nothing for so long is taken for dead, so that what a sitting needs is asked or sent again. Short, since
 * after an outage a browser hands out each of its dead connections once more, one after the other.
 */
const DEAD_MILLIS = 6_000;
/** What a slow link carries, bytes a millisecond (64 kbit/s): a long answer on its way is no dead line. */
const SLOW_BYTES_A_MILLI = 8;
/** Submitting waits for the last scores to be stored. */
const SUBMIT_MILLIS = 30_000;
export const getExamSession = (sessionId: string) =>
  unwrap(
    client.GET("/api/exam/sessions/{session_id}", {
      params: { path: { session_id: sessionId } },
      signal: AbortSignal.timeout(DEAD_MILLIS),
    }),
  );
/**
 * Goes on in this window; answers with the session as `getExamSession` does.
 *
 * @param move why the exam moves here from another device; null to leave it there: then the problem is `other_device`
 */
export const claimWindow = (sessionId: string, windowId: string, move: MoveReason | null) =>
  unwrap(
    client.POST("/api/exam/sessions/{session_id}/window", {
      params: { path: { session_id: sessionId } },
      body: { window_id: windowId, ...(move === null ? {} : { move }) },
      signal: AbortSignal.timeout(DEAD_MILLIS),
    }),
  );
/** Browsers let requests of 64 KiB in all outlive their page. */
const MAX_KEEPALIVE_BYTES = 60_000;
/** @param leaving the page is about to go: a request that is small enough outlives it */
export const saveAnswer = (sessionId: string, questionId: string, write: AnswerWrite, leaving: boolean) => {
  const { version, builds_on, value } = write;
  const body = {
    version,
    builds_on,
    value: typeof value.text === "string" ? { text: value.text } : { option_ids: [...(value.option_ids ?? [])] },
  };
  const mostBytes = JSON.stringify(body).length * 3;
  return unwrap(
    client.PUT("/api/exam/sessions/{session_id}/answers/{question_id}", {
      params: { path: { session_id: sessionId, question_id: questionId } },
      body,
      signal: AbortSignal.timeout(DEAD_MILLIS + mostBytes / SLOW_BYTES_A_MILLI),
      keepalive: leaving && mostBytes < MAX_KEEPALIVE_BYTES,
    }),
  );
};
/** Asks first whether the server can be reached: whoever submits over a dead line shall not wait as long as submitting may take. */
export const submitExam = async (sessionId: string, reason: SubmitReason) => {
  await getExamSession(sessionId);
  return unwrap(
    client.POST("/api/exam/submit", {
      body: { session_id: sessionId, reason },
      signal: AbortSignal.timeout(SUBMIT_MILLIS),
    }),
  );
};
/** The API document has the fields of this form as a query, in which the file could not go. */
export const uploadClip = (form: FormData) => call<Clip>("POST", "/api/exam/upload-video", form);
/** Says that a clip which was asked for cannot come. Once, and without waiting: it is worth no second try. */
export const tellClipLost = (sessionId: string, clipId: string, reason: "not_recorded" | "too_large" | "no_room") =>
  unwrap(
    client.POST("/api/exam/sessions/{session_id}/clips/{clip_id}/lost", {
      params: { path: { session_id: sessionId, clip_id: clipId } },
      body: { reason },
      signal: AbortSignal.timeout(DEAD_MILLIS),
    }),
  );

export interface SessionFilter {
  readonly examId?: string | undefined;
  readonly studentId?: string | undefined;
  readonly status?: SessionStatus | undefined;
  /** Part of the student's name or username. */
  readonly search?: string | undefined;
  readonly order?: "newest" | "cheat_score" | undefined;
  readonly limit: number;
  readonly offset: number;
}

export const listSessions = ({ limit, offset, examId, studentId, status, search, order }: SessionFilter) =>
  unwrap(
    client.GET("/api/sessions", {
      params: {
        query: {
          limit,
          offset,
          ...(examId === undefined ? {} : { exam_id: examId }),
          ...(studentId === undefined ? {} : { student_id: studentId }),
          ...(status === undefined ? {} : { status }),
          ...(search === undefined ? {} : { search }),
          ...(order === undefined ? {} : { order }),
        },
      },
    }),
  );

const sessionPath = (id: string) => ({ path: { session_id: id } });
export const getSession = (sessionId: string): Promise<SessionDetail> =>
  unwrap(client.GET("/api/sessions/{session_id}", { params: sessionPath(sessionId) }));
/** A longer session comes thinned to so many points. */
export const MAX_SCORE_POINTS = 1000;
export const getScores = (sessionId: string) =>
  unwrap(
    client.GET("/api/sessions/{session_id}/scores", {
      params: { ...sessionPath(sessionId), query: { max_points: MAX_SCORE_POINTS } },
    }),
  ).then(({ points }) => points);
export const clipContentUrl = (clipId: string) => `/api/clips/${clipId}/content`;

export const getSessionReview = (sessionId: string) =>
  unwrap(client.GET("/api/sessions/{session_id}/review", { params: sessionPath(sessionId) }));
/** Says that the session is open here, and at which incident; answers as `getSessionReview` does. */
export const attendReview = (sessionId: string, incidentId: string | null) =>
  unwrap(
    client.POST("/api/sessions/{session_id}/review/presence", {
      params: sessionPath(sessionId),
      body: incidentId === null ? {} : { incident_id: incidentId },
    }),
  );
/** Where the student looked during an incident. */
export const getIncidentSight = (incidentId: string) =>
  unwrap(client.GET("/api/incidents/{incident_id}/sight", { params: { path: { incident_id: incidentId } } }));
export const decideIncident = (incidentId: string, body: DecideIncident) =>
  unwrap(
    client.POST("/api/incidents/{incident_id}/decisions", { params: { path: { incident_id: incidentId } }, body }),
  );
export const decideSession = (sessionId: string, body: DecideSession) =>
  unwrap(client.POST("/api/sessions/{session_id}/decisions", { params: sessionPath(sessionId), body }));
export const addReviewComment = (sessionId: string, id: string, body: string, incidentId: string | null) =>
  unwrap(
    client.POST("/api/sessions/{session_id}/review/comments", {
      params: sessionPath(sessionId),
      body: incidentId === null ? { id, body } : { id, body, incident_id: incidentId },
    }),
  );
export const listReviewers = (sessionId: string) =>
  unwrap(client.GET("/api/sessions/{session_id}/review/reviewers", { params: sessionPath(sessionId) })).then(
    ({ reviewers }) => reviewers,
  );
/** @param buildsOn the number of the change that was seen last, 0 for none */
export const assignReview = (sessionId: string, reviewerId: string | null, buildsOn: number) =>
  unwrap(
    client.PUT("/api/sessions/{session_id}/review/assignment", {
      params: sessionPath(sessionId),
      body: reviewerId === null ? { builds_on: buildsOn } : { reviewer_id: reviewerId, builds_on: buildsOn },
    }),
  );

/** The exams that one reviews, those that wait first. */
export const listReviewExams = () => unwrap(client.GET("/api/review/exams")).then(({ exams }) => exams as ReviewExam[]);
export const listReviewCases = (examId: string, filter: ReviewFilter, after: string | undefined) =>
  unwrap(
    client.GET("/api/exams/{exam_id}/review", {
      params: { path: { exam_id: examId }, query: after === undefined ? { filter } : { filter, after } },
    }),
  );
export const getReviewStatistics = (examId: string) =>
  unwrap(client.GET("/api/exams/{exam_id}/review/statistics", { params: { path: { exam_id: examId } } }));
export const labelsUrl = (examId: string) => `/api/exams/${examId}/labels`;
const ownAppeal = (sessionId: string) => ({ params: sessionPath(sessionId) });
/** What was seen and decided in an own sitting, and the appeal. */
export const getOwnAppeal = (sessionId: string) =>
  unwrap(client.GET("/api/exam/sessions/{session_id}/appeal", ownAppeal(sessionId)));
/** @param leaving the page is about to go: a request that is small enough outlives it */
export const saveAppeal = (sessionId: string, body: SaveAppeal, leaving = false) =>
  unwrap(
    client.PUT("/api/exam/sessions/{session_id}/appeal", {
      ...ownAppeal(sessionId),
      body,
      signal: AbortSignal.timeout(DEAD_MILLIS + (JSON.stringify(body).length * 3) / SLOW_BYTES_A_MILLI),
      keepalive: leaving && JSON.stringify(body).length * 3 < MAX_KEEPALIVE_BYTES,
    }),
  );
export const sendAppeal = (sessionId: string, version: number) =>
  unwrap(
    client.POST("/api/exam/sessions/{session_id}/appeal", { ...ownAppeal(sessionId), body: { builds_on: version } }),
  );
export const withdrawAppeal = (sessionId: string) =>
  unwrap(client.POST("/api/exam/sessions/{session_id}/appeal/withdraw", ownAppeal(sessionId)));

export interface AppealFilter {
  /** Undefined for every exam that is one's own to review. */
  readonly examId?: string | undefined;
  readonly status: "sent" | "decided";
  readonly limit: number;
  /** The `next` of the page before; undefined for the first. */
  readonly after?: string | undefined;
}

export const listAppeals = ({ examId, after, ...rest }: AppealFilter) => {
  const query = { ...rest, ...(after === undefined ? {} : { after }) };
  return examId === undefined
    ? unwrap(client.GET("/api/appeals", { params: { query } }))
    : unwrap(client.GET("/api/exams/{exam_id}/appeals", { params: { path: { exam_id: examId }, query } }));
};
const appealPath = (id: string) => ({ params: { path: { appeal_id: id } } });
export const getAppeal = (appealId: string) => unwrap(client.GET("/api/appeals/{appeal_id}", appealPath(appealId)));
export const decideAppeal = (appealId: string, body: DecideAppeal) =>
  unwrap(client.POST("/api/appeals/{appeal_id}/decision", { ...appealPath(appealId), body }));
