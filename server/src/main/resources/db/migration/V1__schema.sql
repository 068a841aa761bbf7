-- The whole store of Invigil. Who may see what is decided here, not in Java: every table has row-level security
-- enabled and forced, and the application signs in as invigil_app, a role that owns nothing and cannot bypass it.
--
-- Who is asking is set per transaction by the application:
--   set_config('invigil.role', 'student' | 'proctor' | 'admin' | 'analyzer' | 'system', true)
--   set_config('invigil.user_id', '<uuid>', true)
-- With neither set, a transaction sees nothing and writes nothing.
--
-- 'analyzer' writes scores, and nothing else. 'system' is the server itself: sign-in, the deadline sweep, retention.

CREATE FUNCTION invigil_role() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(nullif(current_setting('invigil.role', true), ''), 'nobody');

CREATE FUNCTION invigil_user_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('invigil.user_id', true), '')::uuid;

CREATE FUNCTION invigil_is_staff() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN invigil_role() IN ('proctor', 'admin', 'system');

CREATE FUNCTION invigil_is_admin() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN invigil_role() IN ('admin', 'system');

-- People -------------------------------------------------------------------------------------------------------

CREATE TABLE profiles (
    id           uuid PRIMARY KEY,
    username     text        NOT NULL CHECK (username = lower(username) AND length(username) BETWEEN 2 AND 64),
    display_name text        NOT NULL CHECK (length(display_name) BETWEEN 1 AND 120),
    role         text        NOT NULL CHECK (role IN ('student', 'proctor', 'admin')),
    created_at   timestamptz NOT NULL,
    disabled_at  timestamptz,
    UNIQUE (username)
);

CREATE TABLE credentials (
    profile_id    uuid PRIMARY KEY REFERENCES profiles ON DELETE CASCADE,
    password_hash text        NOT NULL,
    changed_at    timestamptz NOT NULL
);

-- A service token lets an analyser that runs elsewhere save scores. Only its SHA-256 is kept.
CREATE TABLE service_tokens (
    id         uuid PRIMARY KEY,
    name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    token_hash text        NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);

-- Exams --------------------------------------------------------------------------------------------------------

CREATE TABLE exams (
    id               uuid PRIMARY KEY,
    title            text        NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    description      text        NOT NULL CHECK (length(description) <= 4000),
    opens_at         timestamptz NOT NULL,
    closes_at        timestamptz NOT NULL,
    duration_minutes integer     NOT NULL CHECK (duration_minutes BETWEEN 1 AND 1440),
    question_count   integer     NOT NULL CHECK (question_count BETWEEN 1 AND 200), -- on the cover, before anyone may see the questions
    policy           jsonb       NOT NULL, -- every threshold of scoring that differs from the default
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    CHECK (closes_at > opens_at)
);

CREATE TABLE questions (
    id       uuid PRIMARY KEY,
    exam_id  uuid    NOT NULL REFERENCES exams ON DELETE CASCADE,
    position integer NOT NULL CHECK (position >= 1),
    kind     text    NOT NULL CHECK (kind IN ('single_choice', 'multiple_choice', 'text')),
    prompt   text    NOT NULL CHECK (length(prompt) BETWEEN 1 AND 8000),
    options  jsonb   NOT NULL, -- [{"option_id": "a", "text": "..."}], empty for text
    UNIQUE (exam_id, position) DEFERRABLE INITIALLY DEFERRED
);

-- Sitting an exam ----------------------------------------------------------------------------------------------

CREATE TABLE exam_sessions (
    id              uuid PRIMARY KEY,
    exam_id         uuid        NOT NULL REFERENCES exams,
    student_id      uuid        NOT NULL REFERENCES profiles,
    status          text        NOT NULL CHECK (status IN ('active', 'submitted')),
    started_at      timestamptz NOT NULL,
    ends_at         timestamptz NOT NULL,
    submitted_at    timestamptz,
    submit_reason   text CHECK (submit_reason IN ('student', 'time')),
    cheat_score     numeric(5, 2) CHECK (cheat_score BETWEEN 0 AND 100), -- final; null while active
    consent_version text        NOT NULL,
    consented_at    timestamptz NOT NULL,
    policy          jsonb       NOT NULL, -- the exam's policy as it was at the start
    UNIQUE (exam_id, student_id),
    CHECK ((status = 'submitted') = (submitted_at IS NOT NULL AND submit_reason IS NOT NULL AND cheat_score IS NOT NULL))
);
CREATE INDEX exam_sessions_student ON exam_sessions (student_id);
CREATE INDEX exam_sessions_due ON exam_sessions (ends_at) WHERE status = 'active';

CREATE TABLE answers (
    session_id  uuid        NOT NULL REFERENCES exam_sessions ON DELETE CASCADE,
    question_id uuid        NOT NULL REFERENCES questions,
    student_id  uuid        NOT NULL REFERENCES profiles,
    value       jsonb       NOT NULL, -- {"option_ids": [...]} or {"text": "..."}
    revision    bigint      NOT NULL CHECK (revision >= 1),
    saved_at    timestamptz NOT NULL,
    PRIMARY KEY (session_id, question_id)
);

-- What was seen ------------------------------------------------------------------------------------------------

-- One row per ten frames. Raw signals are kept so that a session can be scored again under another policy.
CREATE TABLE cheat_scores (
    session_id        uuid          NOT NULL REFERENCES exam_sessions ON DELETE CASCADE,
    student_id        uuid          NOT NULL REFERENCES profiles,
    batch_seq         bigint        NOT NULL CHECK (batch_seq >= 0),
    started_at        timestamptz   NOT NULL,
    ended_at          timestamptz   NOT NULL,
    frames            integer       NOT NULL CHECK (frames BETWEEN 1 AND 1000),
    focus_score       numeric(5, 2) NOT NULL CHECK (focus_score BETWEEN 0 AND 100), -- after the last frame
    focus_score_min   numeric(5, 2) NOT NULL CHECK (focus_score_min BETWEEN 0 AND 100),
    cheat_score       numeric(5, 2) NOT NULL CHECK (cheat_score BETWEEN 0 AND 100), -- so far
    presence          text          NOT NULL CHECK (presence IN ('present', 'hidden', 'absent', 'unknown')),
    detected_behavior jsonb         NOT NULL, -- {"looking_left": {"frames": 7, "confidence": 0.9}, ...}
    signals           jsonb         NOT NULL, -- the raw signals of each frame, as arrays
    PRIMARY KEY (session_id, batch_seq),
    CHECK (ended_at >= started_at)
);
CREATE INDEX cheat_scores_time ON cheat_scores (session_id, started_at);

CREATE TABLE incidents (
    id              uuid PRIMARY KEY,
    session_id      uuid        NOT NULL REFERENCES exam_sessions ON DELETE CASCADE,
    student_id      uuid        NOT NULL REFERENCES profiles,
    behavior        text        NOT NULL,
    started_at      timestamptz NOT NULL,
    ended_at        timestamptz, -- null while open
    confidence      numeric(4, 3) NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    focus_score_min numeric(5, 2) NOT NULL CHECK (focus_score_min BETWEEN 0 AND 100),
    CHECK (ended_at IS NULL OR ended_at >= started_at)
);
CREATE INDEX incidents_session ON incidents (session_id, started_at);

-- A clip of evidence. The id is the idempotency key of its upload.
CREATE TABLE video_metadata (
    id              uuid PRIMARY KEY,
    session_id      uuid        NOT NULL REFERENCES exam_sessions ON DELETE CASCADE,
    student_id      uuid        NOT NULL REFERENCES profiles,
    storage_path    text        NOT NULL UNIQUE, -- exam-recordings/{student_id}/{session_id}/{timestamp}.webm
    file_size_bytes bigint      NOT NULL CHECK (file_size_bytes > 0),
    sha256          text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    content_type    text        NOT NULL,
    behavior        text        NOT NULL, -- why it was kept: a behaviour, or focus_score
    recorded_at     timestamptz NOT NULL, -- when the clip's first picture was taken
    duration_ms     bigint      NOT NULL CHECK (duration_ms BETWEEN 1 AND 60000),
    uploaded_at     timestamptz NOT NULL
);
CREATE INDEX video_metadata_session ON video_metadata (session_id, recorded_at);

-- Row-level security -------------------------------------------------------------------------------------------

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['profiles', 'credentials', 'service_tokens', 'exams', 'questions', 'exam_sessions',
                             'answers', 'cheat_scores', 'incidents', 'video_metadata'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO invigil_app', t);
    END LOOP;
END $$;

CREATE POLICY profiles_read ON profiles FOR SELECT USING (invigil_is_staff() OR id = invigil_user_id());
CREATE POLICY profiles_write ON profiles FOR ALL USING (invigil_is_admin()) WITH CHECK (invigil_is_admin());

-- Password hashes are read by sign-in alone. An admin may set one, never read one.
CREATE POLICY credentials_system ON credentials FOR ALL USING (invigil_role() = 'system') WITH CHECK (invigil_role() = 'system');

CREATE POLICY service_tokens_admin ON service_tokens FOR ALL USING (invigil_is_admin()) WITH CHECK (invigil_is_admin());

CREATE POLICY exams_read ON exams FOR SELECT USING (invigil_role() <> 'nobody');
CREATE POLICY exams_write ON exams FOR ALL USING (invigil_is_admin()) WITH CHECK (invigil_is_admin());

-- A student sees the questions of an exam that is being or was sat by this student.
CREATE POLICY questions_read ON questions FOR SELECT USING (
    invigil_is_staff() OR EXISTS (SELECT 1 FROM exam_sessions s WHERE s.exam_id = questions.exam_id AND s.student_id = invigil_user_id()));
CREATE POLICY questions_write ON questions FOR ALL USING (invigil_is_admin()) WITH CHECK (invigil_is_admin());

CREATE POLICY exam_sessions_read ON exam_sessions FOR SELECT USING (
    invigil_is_staff() OR invigil_role() = 'analyzer' OR student_id = invigil_user_id());
-- A student opens an own session, active and without a score; ending and scoring it is the server's.
CREATE POLICY exam_sessions_start ON exam_sessions FOR INSERT WITH CHECK (
    invigil_role() = 'student' AND student_id = invigil_user_id() AND status = 'active');
CREATE POLICY exam_sessions_end ON exam_sessions FOR UPDATE USING (invigil_is_admin()) WITH CHECK (invigil_is_admin());
CREATE POLICY exam_sessions_delete ON exam_sessions FOR DELETE USING (invigil_is_admin());

CREATE POLICY answers_read ON answers FOR SELECT USING (invigil_is_staff() OR student_id = invigil_user_id());
CREATE POLICY answers_insert ON answers FOR INSERT WITH CHECK (
    invigil_role() = 'student' AND student_id = invigil_user_id() AND EXISTS (
        SELECT 1 FROM exam_sessions s WHERE s.id = answers.session_id AND s.student_id = invigil_user_id() AND s.status = 'active'));
CREATE POLICY answers_update ON answers FOR UPDATE USING (
    invigil_role() = 'student' AND student_id = invigil_user_id() AND EXISTS (
        SELECT 1 FROM exam_sessions s WHERE s.id = answers.session_id AND s.student_id = invigil_user_id() AND s.status = 'active'))
    WITH CHECK (student_id = invigil_user_id());
CREATE POLICY answers_delete ON answers FOR DELETE USING (invigil_is_admin());

-- A student can never write a score.
CREATE POLICY cheat_scores_read ON cheat_scores FOR SELECT USING (
    invigil_is_staff() OR invigil_role() = 'analyzer' OR student_id = invigil_user_id());
CREATE POLICY cheat_scores_insert ON cheat_scores FOR INSERT WITH CHECK (invigil_role() = 'analyzer');
CREATE POLICY cheat_scores_delete ON cheat_scores FOR DELETE USING (invigil_is_admin());

CREATE POLICY incidents_read ON incidents FOR SELECT USING (
    invigil_is_staff() OR invigil_role() = 'analyzer' OR student_id = invigil_user_id());
CREATE POLICY incidents_insert ON incidents FOR INSERT WITH CHECK (invigil_role() = 'analyzer');
CREATE POLICY incidents_update ON incidents FOR UPDATE USING (invigil_role() IN ('analyzer', 'system')) WITH CHECK (invigil_role() IN ('analyzer', 'system'));
CREATE POLICY incidents_delete ON incidents FOR DELETE USING (invigil_is_admin());

-- A student uploads into the own folder only: the path must start with it. Clips are never changed.
CREATE POLICY video_metadata_read ON video_metadata FOR SELECT USING (invigil_is_staff() OR student_id = invigil_user_id());
CREATE POLICY video_metadata_insert ON video_metadata FOR INSERT WITH CHECK (
    invigil_role() = 'student' AND student_id = invigil_user_id()
    AND storage_path LIKE 'exam-recordings/' || invigil_user_id() || '/' || session_id || '/%.webm'
    AND EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = video_metadata.session_id AND s.student_id = invigil_user_id()));
CREATE POLICY video_metadata_delete ON video_metadata FOR DELETE USING (invigil_is_admin());
