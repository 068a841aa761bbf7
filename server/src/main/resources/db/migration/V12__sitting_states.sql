-- A sitting has one of six states, a clock that is apart from its row, and a history of every change.
--
--   checking_in -> waiting -> active <-> paused, and from active or paused to submitted;
--   ended can be reached from all but submitted. From submitted and ended nothing leads on.
--
-- Rows that are there keep their state, their times and their end: all of them are active or submitted, and their clock
-- started with the row. It reads and writes each session once, 100,000 of them in seconds, and locks the table meanwhile.

ALTER TABLE exam_sessions
    ADD COLUMN attempt          integer NOT NULL DEFAULT 1 CHECK (attempt BETWEEN 1 AND 10000),
    ADD COLUMN status_since     timestamptz, -- of the last change of status
    ADD COLUMN clock_started_at timestamptz, -- null until the student's time runs; started_at is when the row was made
    ADD COLUMN duration_ms      bigint CHECK (duration_ms >= 0), -- how long the clock runs, without pauses
    ADD COLUMN paused_ms        bigint NOT NULL DEFAULT 0 CHECK (paused_ms >= 0), -- in pauses that are over
    ADD COLUMN closes_at        timestamptz, -- no end is later: the exam's close, or a later moment that was granted
    ADD COLUMN end_reason       text CHECK (length(end_reason) BETWEEN 1 AND 500); -- why it was ended, told to the student

-- Every change of a sitting's state, in order. Rows are added and never changed.
CREATE TABLE session_state_changes (
    session_id uuid        NOT NULL REFERENCES exam_sessions ON DELETE CASCADE,
    seq        integer     NOT NULL CHECK (seq >= 1),
    student_id uuid        NOT NULL REFERENCES profiles,
    from_state text CHECK (from_state IN ('checking_in', 'waiting', 'active', 'paused')), -- null for the first
    to_state   text        NOT NULL CHECK (to_state IN ('checking_in', 'waiting', 'active', 'paused', 'submitted', 'ended')),
    changed_at timestamptz NOT NULL,
    actor_role text        NOT NULL CHECK (actor_role IN ('student', 'proctor', 'admin', 'system')),
    actor_id   uuid REFERENCES profiles, -- null for the server itself
    reason     text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    PRIMARY KEY (session_id, seq)
);
ALTER TABLE session_state_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE session_state_changes FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON session_state_changes TO invigil_app;

CREATE POLICY session_state_changes_read ON session_state_changes FOR SELECT USING (
    (SELECT invigil_is_staff() OR invigil_role() = 'analyzer') OR student_id = (SELECT invigil_user_id()));
-- A student checks in; every other change is the server's.
CREATE POLICY session_state_changes_insert ON session_state_changes FOR INSERT WITH CHECK (
    invigil_is_admin() OR (
        invigil_role() = 'student' AND student_id = invigil_user_id() AND from_state IS NULL AND to_state = 'checking_in'
        AND actor_role = 'student' AND actor_id = invigil_user_id()
        AND EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = session_id AND s.student_id = invigil_user_id())));
CREATE POLICY session_state_changes_delete ON session_state_changes FOR DELETE USING (invigil_is_admin());

SELECT set_config('invigil.role', 'system', true);

-- A row from before there were bounds of times must not stop the way to here: its check, which is of new rows, comes back below.
ALTER TABLE exam_sessions DROP CONSTRAINT exam_sessions_times;

-- An exam may have been closed earlier since, which moved nobody's end.
UPDATE exam_sessions s
   SET status_since = coalesce(s.submitted_at, s.started_at),
       clock_started_at = s.started_at,
       duration_ms = greatest(0, round(extract(epoch FROM s.ends_at - s.started_at) * 1000)),
       closes_at = greatest(e.closes_at, s.ends_at)
  FROM exams e WHERE e.id = s.exam_id;

INSERT INTO session_state_changes (session_id, seq, student_id, from_state, to_state, changed_at, actor_role, actor_id, reason)
SELECT id, 1, student_id, NULL, 'active', started_at, 'student', student_id, 'started' FROM exam_sessions
UNION ALL
SELECT id, 2, student_id, 'active', 'submitted', submitted_at, CASE submit_reason WHEN 'student' THEN 'student' ELSE 'system' END,
       CASE submit_reason WHEN 'student' THEN student_id END, submit_reason
  FROM exam_sessions WHERE status = 'submitted';

SELECT set_config('invigil.role', '', true);

ALTER TABLE exam_sessions
    ALTER COLUMN status_since SET NOT NULL,
    ALTER COLUMN duration_ms SET NOT NULL,
    ALTER COLUMN closes_at SET NOT NULL,
    ADD CONSTRAINT exam_sessions_times CHECK (
        invigil_time_is_plausible(started_at) AND invigil_time_is_plausible(ends_at)) NOT VALID,
    DROP CONSTRAINT exam_sessions_exam_id_student_id_key,
    ADD CONSTRAINT exam_sessions_attempts UNIQUE (exam_id, student_id, attempt),
    DROP CONSTRAINT exam_sessions_status_check,
    ADD CONSTRAINT exam_sessions_status CHECK (status IN ('checking_in', 'waiting', 'active', 'paused', 'submitted', 'ended')),
    DROP CONSTRAINT exam_sessions_check,
    ADD CONSTRAINT exam_sessions_submitted CHECK ((status = 'submitted') = (submitted_at IS NOT NULL AND submit_reason IS NOT NULL)),
    ADD CONSTRAINT exam_sessions_ended CHECK ((status = 'ended') = (end_reason IS NOT NULL)),
    ADD CONSTRAINT exam_sessions_final_score CHECK ((status IN ('submitted', 'ended')) = (cheat_score IS NOT NULL)),
    ADD CONSTRAINT exam_sessions_clock CHECK (
        CASE WHEN status IN ('checking_in', 'waiting') THEN clock_started_at IS NULL
             WHEN status = 'ended' THEN true -- before it had begun, too
             ELSE clock_started_at IS NOT NULL END),
    DROP CONSTRAINT exam_sessions_last_focus_score_at_the_end,
    ADD CONSTRAINT exam_sessions_last_focus_score_at_the_end CHECK (status IN ('submitted', 'ended') OR last_focus_score IS NULL);

-- The same table of transitions as SittingState has it, for whoever writes past the application.
CREATE FUNCTION invigil_check_sitting_state() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF (OLD.status, NEW.status) NOT IN (
           ('checking_in', 'waiting'), ('checking_in', 'ended'),
           ('waiting', 'active'), ('waiting', 'ended'),
           ('active', 'paused'), ('active', 'submitted'), ('active', 'ended'),
           ('paused', 'active'), ('paused', 'submitted'), ('paused', 'ended')) THEN
        RAISE EXCEPTION 'a sitting cannot go from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'exam_sessions_transition', TABLE = 'exam_sessions';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exam_sessions_transition BEFORE UPDATE OF status ON exam_sessions
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION invigil_check_sitting_state();

-- What is looked for by state. An index over the open ones serves each of them.
DROP INDEX exam_sessions_due;
CREATE INDEX exam_sessions_open ON exam_sessions (ends_at) WHERE status IN ('checking_in', 'waiting', 'active', 'paused');
DROP INDEX exam_sessions_submitted;
CREATE INDEX exam_sessions_over ON exam_sessions (status_since) WHERE status IN ('submitted', 'ended');
DROP INDEX exam_sessions_cheat_score;
CREATE INDEX exam_sessions_cheat_score ON exam_sessions (cheat_score DESC, started_at DESC, id) WHERE status IN ('submitted', 'ended');

-- A student checks in, with a clock that has not started and without anything that only the server may give.
ALTER POLICY exam_sessions_start ON exam_sessions WITH CHECK (
    invigil_role() = 'student' AND student_id = invigil_user_id() AND status = 'checking_in'
    AND clock_started_at IS NULL AND paused_ms = 0 AND end_reason IS NULL
    AND submitted_at IS NULL AND submit_reason IS NULL AND cheat_score IS NULL AND last_focus_score IS NULL);

-- A student sees the questions once the time runs, and afterwards.
ALTER POLICY questions_read ON questions USING (
    invigil_is_staff() OR EXISTS (
        SELECT 1 FROM exam_sessions s
         WHERE s.exam_id = questions.exam_id AND s.student_id = invigil_user_id() AND s.clock_started_at IS NOT NULL));

-- A window rules in every sitting that is not over.
ALTER POLICY session_windows_insert ON session_windows WITH CHECK (
    invigil_role() = 'student' AND student_id = invigil_user_id() AND EXISTS (
        SELECT 1 FROM exam_sessions s WHERE s.id = session_windows.session_id AND s.student_id = invigil_user_id()
           AND s.status NOT IN ('submitted', 'ended')));
ALTER POLICY session_windows_update ON session_windows USING (
    invigil_role() = 'student' AND student_id = invigil_user_id() AND EXISTS (
        SELECT 1 FROM exam_sessions s WHERE s.id = session_windows.session_id AND s.student_id = invigil_user_id()
           AND s.status NOT IN ('submitted', 'ended')));

-- As before, for sittings that were ended too; see V6 for why no row falls between.
CREATE OR REPLACE FUNCTION invigil_keep_last_focus_scores(sessions uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
AS $$
DECLARE
    caller text := invigil_role();
BEGIN
    IF caller NOT IN ('analyzer', 'system') THEN
        RAISE EXCEPTION 'last scores are kept by scoring and by the server itself' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('invigil.role', 'system', true); -- scoring may write no sessions, apart from this
    PERFORM FROM exam_sessions WHERE id = ANY (sessions) AND status IN ('submitted', 'ended') ORDER BY id FOR NO KEY UPDATE;
    IF FOUND THEN
        UPDATE exam_sessions s
           SET last_focus_score = (SELECT c.focus_score FROM cheat_scores c
                                    WHERE c.session_id = s.id AND c.session_started_at = s.started_at
                                    ORDER BY c.batch_seq DESC LIMIT 1)
         WHERE s.id = ANY (sessions) AND s.status IN ('submitted', 'ended');
    END IF;
    PERFORM set_config('invigil.role', caller, true);
END $$;

-- Both run in this schema only, whatever the caller's search path is.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION invigil_keep_last_focus_scores(uuid[]) SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION invigil_check_sitting_state() SET search_path = %I, pg_temp', current_schema());
END $$;
