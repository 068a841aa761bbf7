/** The words of the wire; see docs/protocol.md. Times are RFC 3339 strings unless a name ends in `_ms`. */
export type Role = "student" | "proctor" | "admin";
export type Presence = "present" | "hidden" | "absent" | "unknown";
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
  | "camera_unusable";

export interface Profile {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
  readonly role: Role;
}

export interface Person extends Profile {
  readonly created_at: string;
  readonly disabled_at: string | null;
}

export interface NewPerson {
  readonly username: string;
  readonly display_name: string;
  readonly role: Role;
}

/** `password` is there only if the server made it up, and only once. */
export interface PersonWithPassword {
  readonly profile: Profile;
  readonly password: string | null;
}

export interface ServiceToken {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly revoked_at: string | null;
}

export type ExamState = "upcoming" | "open" | "closed";
export type SessionStatus = "active" | "submitted";
export type SubmitReason = "student" | "time";
export type QuestionKind = "single_choice" | "multiple_choice" | "text";

export interface QuestionOption {
  readonly option_id: string;
  readonly text: string;
}

export interface Question {
  readonly question_id: string;
  readonly position: number;
  readonly kind: QuestionKind;
  readonly prompt: string;
  readonly options: readonly QuestionOption[];
}

export interface QuestionInput {
  readonly question_id?: string;
  readonly kind: QuestionKind;
  readonly prompt: string;
  readonly options: readonly QuestionOption[];
}

export interface ExamSummary {
  readonly exam_id: string;
  readonly title: string;
  readonly description: string;
  readonly opens_at: string;
  readonly closes_at: string;
  readonly duration_minutes: number;
  readonly question_count: number;
  readonly state: ExamState;
  readonly session: { readonly session_id: string; readonly status: SessionStatus } | null;
}

export interface ExamInput {
  readonly title: string;
  readonly description: string;
  readonly opens_at: string;
  readonly closes_at: string;
  readonly duration_minutes: number;
  readonly questions: readonly QuestionInput[];
  readonly policy: Readonly<Record<string, unknown>>;
}

export interface Exam extends Omit<ExamInput, "questions"> {
  readonly exam_id: string;
  readonly state: ExamState;
  readonly question_count: number;
  readonly questions: readonly Question[];
  readonly created_at: string;
  readonly updated_at: string;
}

export type AnswerValue = { readonly option_ids: readonly string[] } | { readonly text: string };

export interface Answer {
  readonly question_id: string;
  readonly value: AnswerValue;
  readonly revision: number;
  readonly saved_at: string;
}

export interface SavedAnswer {
  readonly question_id: string;
  readonly revision: number;
  readonly saved_at: string;
}

export interface ExamSession {
  readonly session_id: string;
  readonly exam_id: string;
  readonly title: string;
  readonly status: SessionStatus;
  readonly started_at: string;
  readonly ends_at: string;
  readonly server_time: string;
  readonly submitted_at: string | null;
  readonly submit_reason: SubmitReason | null;
  readonly cheat_score: number | null;
  readonly questions: readonly Question[];
  readonly answers: readonly Answer[];
  readonly capture: {
    readonly width: number;
    readonly height: number;
    readonly fps: number;
    readonly jpeg_quality: number;
  };
  readonly evidence: { readonly clip_ms: number; readonly before_ms: number; readonly max_clip_bytes: number };
}

export interface Submission {
  readonly session_id: string;
  readonly status: SessionStatus;
  readonly submitted_at: string;
  readonly submit_reason: SubmitReason;
  readonly cheat_score: number;
}

export interface StudentRef {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
}

export interface SessionSummary {
  readonly session_id: string;
  readonly exam_id: string;
  readonly exam_title: string;
  readonly student: StudentRef;
  readonly status: SessionStatus;
  readonly started_at: string;
  readonly ends_at: string;
  readonly submitted_at: string | null;
  readonly submit_reason: SubmitReason | null;
  readonly focus_score: number | null;
  readonly cheat_score: number | null;
  readonly incident_count: number;
  readonly open_incident_count: number;
  readonly clip_count: number;
}

export interface Incident {
  readonly id: string;
  readonly behavior: string;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly confidence: number;
  readonly focus_score_min: number;
  readonly message: string;
}

export interface Clip {
  readonly id: string;
  readonly session_id: string;
  readonly student_id: string;
  readonly storage_path: string;
  readonly file_size_bytes: number;
  readonly sha256: string;
  readonly content_type: string;
  readonly behavior: string;
  readonly recorded_at: string;
  readonly duration_ms: number;
  readonly uploaded_at: string;
}

export interface SessionDetail extends SessionSummary {
  readonly incidents: readonly Incident[];
  readonly clips: readonly Clip[];
  readonly answers: readonly Answer[];
  readonly questions: readonly Question[];
}

export interface ScorePoint {
  readonly at: string;
  readonly focus_score: number;
  readonly focus_score_min: number;
  readonly cheat_score: number;
  readonly presence: Presence;
}

/** One row of the live leaderboard. */
export interface LiveSession {
  readonly session_id: string;
  readonly exam_id: string;
  readonly exam_title: string;
  readonly student: StudentRef;
  readonly status: SessionStatus;
  readonly connected: boolean;
  readonly presence: Presence;
  readonly focus_score: number | null;
  readonly cheat_score: number;
  readonly behaviors: readonly string[];
  readonly open_incidents: readonly { readonly id: string; readonly behavior: string; readonly started_at: string }[];
  readonly incident_count: number;
  readonly clip_count: number;
  readonly fps: number;
  readonly started_at: string;
  readonly ends_at: string;
  readonly last_frame_at: string | null;
}
