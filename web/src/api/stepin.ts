/** The HTTP calls between staff and students while an exam goes on. All throw `Problem`. */
import { client, unwrap } from "./http";
import type { HandKind, SendMessage, StepIn } from "./types";

const ofSession = (sessionId: string) => ({ path: { session_id: sessionId } });
const ofExam = (examId: string) => ({ path: { exam_id: examId } });

/** A line that says nothing for so long is taken for dead: what was typed stays, and can be sent again. */
const DEAD_MILLIS = 8_000;
/** An end waits for the last scores to be stored. */
const STEP_IN_MILLIS = 30_000;

export const stepIn = (sessionId: string, body: StepIn) =>
  unwrap(
    client.POST("/api/sessions/{session_id}/interventions", {
      params: ofSession(sessionId),
      body,
      signal: AbortSignal.timeout(STEP_IN_MILLIS),
    }),
  );
export const listInterventions = (sessionId: string) =>
  unwrap(client.GET("/api/sessions/{session_id}/interventions", { params: ofSession(sessionId) })).then(
    ({ interventions }) => interventions,
  );

/** Far more than a message may hold is told here: the door would refuse it without a word on its length. */
export const MAX_MESSAGE_CHARACTERS = 2_000;
export const sendMessage = (examId: string, body: SendMessage) =>
  unwrap(
    client.POST("/api/exams/{exam_id}/messages", {
      params: ofExam(examId),
      body,
      signal: AbortSignal.timeout(DEAD_MILLIS),
    }),
  );
export const listMessages = (examId: string) =>
  unwrap(client.GET("/api/exams/{exam_id}/messages", { params: ofExam(examId) })).then(({ messages }) => messages);

export const listReceivedMessages = (sessionId: string) =>
  unwrap(
    client.GET("/api/exam/sessions/{session_id}/messages", {
      params: ofSession(sessionId),
      signal: AbortSignal.timeout(DEAD_MILLIS),
    }),
  ).then(({ messages }) => messages);
export const acknowledgeMessage = (sessionId: string, messageId: string) =>
  unwrap(
    client.POST("/api/exam/sessions/{session_id}/messages/{message_id}/acknowledge", {
      params: { path: { session_id: sessionId, message_id: messageId } },
      signal: AbortSignal.timeout(DEAD_MILLIS),
    }),
  );

export const raiseHand = (sessionId: string, kind: HandKind, note: string) =>
  unwrap(
    client.PUT("/api/exam/sessions/{session_id}/hand", {
      params: ofSession(sessionId),
      body: { kind, note },
      signal: AbortSignal.timeout(DEAD_MILLIS),
    }),
  );
export const lowerHand = (sessionId: string) =>
  unwrap(
    client.DELETE("/api/exam/sessions/{session_id}/hand", {
      params: ofSession(sessionId),
      signal: AbortSignal.timeout(DEAD_MILLIS),
    }),
  );
export const listHands = () => unwrap(client.GET("/api/hands")).then(({ hands }) => hands);
export const answerHand = (sessionId: string, text: string) =>
  unwrap(
    client.POST("/api/sessions/{session_id}/hand/answer", {
      params: ofSession(sessionId),
      body: { text },
      signal: AbortSignal.timeout(DEAD_MILLIS),
    }),
  );

export const askForAdmission = (sessionId: string) =>
  unwrap(
    client.POST("/api/exam/sessions/{session_id}/admission", {
      params: ofSession(sessionId),
      signal: AbortSignal.timeout(DEAD_MILLIS),
    }),
  );
export const listAdmissions = () => unwrap(client.GET("/api/admissions")).then(({ students }) => students);
/** @param pictureAt of the picture that was looked at, null where none was there */
export const letIn = (sessionId: string, pictureAt: string | null) =>
  unwrap(
    client.POST("/api/sessions/{session_id}/admission", {
      params: ofSession(sessionId),
      body: { decision: "admit", picture_at: pictureAt, sentence: null },
      signal: AbortSignal.timeout(DEAD_MILLIS),
    }),
  );
export const askForAnotherPicture = (sessionId: string, sentence: string) =>
  unwrap(
    client.POST("/api/sessions/{session_id}/admission", {
      params: ofSession(sessionId),
      body: { decision: "ask_again", picture_at: null, sentence },
      signal: AbortSignal.timeout(DEAD_MILLIS),
    }),
  );
/** @param pictureAt so that another picture is another address */
export const admissionPictureUrl = (sessionId: string, pictureAt: string) =>
  `/api/sessions/${sessionId}/admission/picture?picture_at=${encodeURIComponent(pictureAt)}`;
export const firstPictureUrl = (sessionId: string) => `/api/sessions/${sessionId}/admission/first-picture`;
