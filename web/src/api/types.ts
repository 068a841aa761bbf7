/**
 * The words of the wire. Those of the HTTP routes come from the server's API document: a change there that the app does not
 * follow fails the build. Times are RFC 3339 strings unless a name ends in `_ms`.
 */
import type { components } from "./schema.gen";

type Schemas = components["schemas"];

/** As the server writes it: read-only, and what may be missing is there as null. */
export type Written<T> = T extends readonly (infer E)[]
  ? readonly Written<E>[]
  : T extends object
    ? { readonly [K in keyof T]-?: Written<T[K]> }
    : T;

export type Profile = Written<Schemas["Profile"]>;
export type Role = Profile["roles"][number];
export type Person = Written<Schemas["ProfileDetails"]>;
export type NewPerson = Schemas["CreateProfile"];
export type NewRoles = Schemas["NewRoles"];
/** `password` is there only if the server made it up, and only once. */
export type PersonWithPassword = Written<Schemas["ProfileAndPassword"]>;
export type ServiceToken = Written<Schemas["ServiceTokenSummary"]>;
export type CreatedServiceToken = Written<Schemas["CreatedServiceToken"]>;

export type ExamSummary = Written<Schemas["ExamSummary"]>;
export type CameraCheck = Written<Schemas["CameraCheck"]>;
export type ExamState = ExamSummary["state"];
export type Exam = Written<Schemas["Exam"]>;
export type ExamInput = Schemas["ExamInput"];
export type StaffAssignment = Written<Schemas["StaffAssignment"]>;
export type NewAssignment = Schemas["NewAssignment"];
export type ExamGroup = Written<Schemas["ExamGroup"]>;
export type QuestionInput = Schemas["QuestionInput"];
export type Question = Written<Schemas["Question"]>;
export type QuestionKind = Question["kind"];

export type ExamSession = Written<Schemas["ExamSession"]>;
export type SessionStatus = ExamSession["status"];
export type Submission = Written<Schemas["Submitted"]>;
export type SubmitReason = Submission["submit_reason"];
/** Either chosen options or a text. */
export type AnswerValue = Partial<Written<Schemas["AnswerValue"]>>;
export type Answer = Omit<Written<Schemas["Answer"]>, "value"> & { readonly value: AnswerValue };
/** A write of an answer: a version of its own, and the stored one that it replaces. */
export type AnswerWrite = Omit<Written<Schemas["SaveAnswer"]>, "value"> & { readonly value: AnswerValue };
export type AnswerLimits = Written<Schemas["AnswerLimits"]>;
export type SavedAnswer = Written<Schemas["SavedAnswer"]>;
export type Clip = Written<Schemas["Clip"]>;
export type ClipCheck = NonNullable<Clip["check"]>;

export type Presence = ScorePoint["presence"];
export type Behavior =
  | "absent"
  | "away"
  | "face_hidden"
  | "looking_left"
  | "looking_right"
  | "looking_up"
  | "looking_down"
  | "looking_diagonal"
  | "multiple_faces"
  | "phone_in_view"
  | "camera_unusable"
  | "unwatched"
  | "camera_replayed";

export type Watching = NonNullable<SessionSummary["watching"]>;
export type SessionList = Written<Schemas["SessionList"]>;
export type SessionSummary = Written<Schemas["SessionSummary"]>;
export type SessionDetail = Omit<Written<Schemas["SessionDetail"]>, "answers"> & {
  readonly answers: readonly Answer[];
};
export type Incident = Written<Schemas["Incident"]>;
export type IncidentClip = Incident["clip"];
export type IncidentSight = Written<Schemas["IncidentSight"]>;
export type Hint = SessionDetail["hints"][number];
export type SessionDevice = SessionDetail["devices"][number];
export type MoveReason = NonNullable<SessionDevice["reason"]>;
export type SessionReview = Written<Schemas["SessionReview"]>;
export type IncidentDecision = Written<Schemas["IncidentDecision"]>;
export type SessionDecision = Written<Schemas["SessionDecision"]>;
export type Decision = IncidentDecision["decision"];
export type Outcome = SessionDecision["outcome"];
export type DecisionReason = NonNullable<IncidentDecision["reason"]>;
export type DecideIncident = Schemas["DecideIncident"];
export type DecideSession = Schemas["DecideSession"];
export type ReviewCase = Written<Schemas["ReviewCase"]>;
export type ReviewExam = Written<Schemas["ReviewExam"]>;
export type ReviewQueue = Written<Schemas["ReviewQueue"]>;
export type ReviewFilter = keyof ReviewQueue["counts"];
export type ReviewStatistics = Written<Schemas["ReviewStatistics"]>;
export type Share = ReviewStatistics["sample"];
export type ScorePoint = Written<Schemas["ScorePoint"]>;

export type Intervention = Written<Schemas["Intervention"]>;
export type InterventionKind = Intervention["kind"];
export type Reason = Intervention["reason"];
export type ReasonCategory = Intervention["category"];
export type StepIn = Schemas["StepIn"];
export type Message = Written<Schemas["Message"]>;
export type SendMessage = Schemas["SendMessage"];
export type ReceivedMessage = Written<Schemas["ReceivedMessage"]>;
export type Hand = Written<Schemas["Hand"]>;
export type HandKind = Hand["kind"];
/** How a student stands who asks to be let in, as the event channel tells. */
export interface Admission {
  /** When it was asked for last; null while another picture has to be taken. */
  readonly asked_at: string | null;
  readonly has_picture: boolean;
  /** What the proctor said who asked for another picture. */
  readonly sentence: string | null;
}
export type WaitingStudent = Written<Schemas["WaitingStudent"]>;
export type RaisedHand = Written<Schemas["RaisedHand"]>;
/** A sitting as its student reads it afterwards, with the appeal; for staff too. */
export type SittingAppeal = Written<Schemas["SittingAppeal"]>;
export type Appeal = NonNullable<SittingAppeal["appeal"]>;
export type AppealIncident = SittingAppeal["incidents"][number];
export type ToldDecision = NonNullable<SittingAppeal["decision"]>;
export type AppealOutcome = DecideAppeal["outcome"];
export type DecideAppeal = Schemas["DecideAppeal"];
export type SaveAppeal = Schemas["SaveAppeal"];
export type AppealList = Written<Schemas["AppealList"]>;
export type AppealSummary = Written<Schemas["AppealSummary"]>;

/** One row of the live leaderboard. */
export interface LiveSession {
  readonly session_id: string;
  readonly exam_id: string;
  readonly exam_title: string;
  readonly student: SessionSummary["student"];
  readonly status: SessionStatus;
  readonly status_since: string;
  readonly connected: boolean;
  readonly presence: Presence;
  readonly focus_score: number | null;
  readonly cheat_score: number;
  readonly behaviors: readonly string[];
  readonly open_incidents: readonly { readonly id: string; readonly behavior: string; readonly started_at: string }[];
  readonly incident_count: number;
  readonly clip_count: number;
  /** How many of the incidents somebody of the staff has looked at. */
  readonly looked_incident_count: number;
  /** The kinds of what staff should know; a newer server may tell more than this page knows. Missing from an older one. */
  readonly hints?: readonly string[];
  readonly fps: number;
  readonly started_at: string;
  readonly ends_at: string;
  readonly last_frame_at: string | null;
  /** When the student's page or camera was heard last; null while they are heard, and once the session is over. */
  readonly silent_since: string | null;
  /** How the student is watched; null while no node has said so. */
  readonly watching: LiveWatching | null;
  /** `small` while the face is too small to tell well where it looks; else null. Missing from an older server. */
  readonly face_size?: string | null;
}

export interface LiveWatching {
  /** Why the student is not watched, for some seconds now; null while they are. */
  readonly unwatched_cause: string | null;
  /** Of the time so far, 0 to 1; null while nothing is counted. */
  readonly watched_share: number | null;
}
export type RoomForecast = Written<Schemas["RoomForecast"]>;
