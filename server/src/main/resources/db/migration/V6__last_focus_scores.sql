-- What the list of sessions asks for, kept where the list is read.
--
-- The last focus score of a submitted session stands with the session: looking it up among millions of score rows costs a
-- page of a large index for every line of the list. An active session has none here; its score is in its newest row.
-- The filling of what is stored already is the next migration, so that the locks below are held for moments only.

ALTER TABLE exam_sessions
    ADD COLUMN last_focus_score numeric(5, 2) CHECK (last_focus_score BETWEEN 0 AND 100), -- of the last row; null while active, and without a row
    ADD CONSTRAINT exam_sessions_last_focus_score_at_the_end CHECK (status = 'submitted' OR last_focus_score IS NULL);

-- A student opens an own session, active and without anything that only its end may give it.
ALTER POLICY exam_sessions_start ON exam_sessions WITH CHECK (
    invigil_role() = 'student' AND student_id = invigil_user_id() AND status = 'active'
    AND submitted_at IS NULL AND submit_reason IS NULL AND cheat_score IS NULL AND last_focus_score IS NULL);

-- Brings the kept scores of these sessions up to their stored rows; active ones are left alone. It is called by who ends a
-- session, and by who stores rows, which may come late: a server that could not reach the database sends its rows when it
-- can, whatever has become of the session meanwhile.
--
-- No row falls between the two. Who ends a session locks it FOR UPDATE first, and so waits for everybody who is storing rows
-- of it (each row refers to its session, and holds it FOR KEY SHARE); who stores rows after that sees that it has ended.
-- The lock here is on its own, so that the statement after it sees what the one waited for has written.
CREATE FUNCTION invigil_keep_last_focus_scores(sessions uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
AS $$
DECLARE
    caller text := invigil_role();
BEGIN
    IF caller NOT IN ('analyzer', 'system') THEN
        RAISE EXCEPTION 'last scores are kept by scoring and by the server itself' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('invigil.role', 'system', true); -- scoring may write no sessions, apart from this
    PERFORM FROM exam_sessions WHERE id = ANY (sessions) AND status = 'submitted' ORDER BY id FOR NO KEY UPDATE;
    IF FOUND THEN
        UPDATE exam_sessions s
           SET last_focus_score = (SELECT c.focus_score FROM cheat_scores c
                                    WHERE c.session_id = s.id AND c.session_started_at = s.started_at
                                    ORDER BY c.batch_seq DESC LIMIT 1)
         WHERE s.id = ANY (sessions) AND s.status = 'submitted';
    END IF;
    PERFORM set_config('invigil.role', caller, true);
END $$;

DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION invigil_keep_last_focus_scores(uuid[]) SET search_path = %I, pg_temp', current_schema());
END $$;
REVOKE ALL ON FUNCTION invigil_keep_last_focus_scores(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invigil_keep_last_focus_scores(uuid[]) TO invigil_app;

-- Highest score first; the scores of active sessions are still running and come from their rows.
CREATE INDEX exam_sessions_cheat_score ON exam_sessions (cheat_score DESC, started_at DESC, id) WHERE status = 'submitted';

-- Names as they are searched for: in lower case, whatever language the database was made for. Databases are made with
-- locale C too, whose lower() knows A to Z only, so a collation that knows the others is asked where PostgreSQL has one.
DO $$
BEGIN
    EXECUTE 'CREATE FUNCTION invigil_fold(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN lower(words'
        || CASE WHEN EXISTS (SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu' AND collnamespace = 'pg_catalog'::regnamespace)
                THEN ' COLLATE pg_catalog."und-x-icu"' ELSE '' END
        || ')';
END $$;
ALTER TABLE profiles
    ADD COLUMN search_text text GENERATED ALWAYS AS (invigil_fold(display_name || E'\n' || username)) STORED;

-- Who asks is the same for all rows of a statement. As a subquery of its own it is looked up once, not for each row: a count
-- of 100,000 sessions or a search among as many names takes half the time. Who sees what stays as it was.
ALTER POLICY profiles_read ON profiles USING ((SELECT invigil_is_staff()) OR id = (SELECT invigil_user_id()));
ALTER POLICY profiles_write ON profiles USING ((SELECT invigil_is_admin())) WITH CHECK (invigil_is_admin());
ALTER POLICY exam_sessions_read ON exam_sessions USING (
    (SELECT invigil_is_staff() OR invigil_role() = 'analyzer') OR student_id = (SELECT invigil_user_id()));
ALTER POLICY cheat_scores_read ON cheat_scores USING (
    (SELECT invigil_is_staff() OR invigil_role() = 'analyzer') OR student_id = (SELECT invigil_user_id()));
ALTER POLICY incidents_read ON incidents USING (
    (SELECT invigil_is_staff() OR invigil_role() = 'analyzer') OR student_id = (SELECT invigil_user_id()));
ALTER POLICY video_metadata_read ON video_metadata USING ((SELECT invigil_is_staff()) OR student_id = (SELECT invigil_user_id()));
