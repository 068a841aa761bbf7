-- Scores in one partition a day, so that retention drops whole tables instead of deleting millions of rows.
--
-- The key of the partition is the start of the session, the same for all rows of a session. So the pair of session and
-- batch number stays unique as a whole (its partition follows from the session), a session is read from one partition,
-- and it ages as a whole.

ALTER TABLE exam_sessions ADD CONSTRAINT exam_sessions_id_started_at UNIQUE (id, started_at);
CREATE INDEX exam_sessions_started ON exam_sessions (started_at DESC, id);
CREATE INDEX exam_sessions_submitted ON exam_sessions (submitted_at) WHERE status = 'submitted';
CREATE INDEX video_metadata_uploaded ON video_metadata (uploaded_at);
CREATE INDEX incidents_started ON incidents (started_at);

ALTER TABLE cheat_scores RENAME TO cheat_scores_before;
DROP INDEX cheat_scores_time;
ALTER TABLE cheat_scores_before RENAME CONSTRAINT cheat_scores_pkey TO cheat_scores_before_pkey;

CREATE TABLE cheat_scores (
    session_id         uuid          NOT NULL,
    student_id         uuid          NOT NULL REFERENCES profiles,
    batch_seq          bigint        NOT NULL CHECK (batch_seq >= 0),
    session_started_at timestamptz   NOT NULL,
    started_at         timestamptz   NOT NULL,
    ended_at           timestamptz   NOT NULL,
    frames             integer       NOT NULL CHECK (frames BETWEEN 1 AND 1000),
    focus_score        numeric(5, 2) NOT NULL CHECK (focus_score BETWEEN 0 AND 100), -- after the last frame
    focus_score_min    numeric(5, 2) NOT NULL CHECK (focus_score_min BETWEEN 0 AND 100),
    cheat_score        numeric(5, 2) NOT NULL CHECK (cheat_score BETWEEN 0 AND 100), -- so far
    presence           text          NOT NULL CHECK (presence IN ('present', 'hidden', 'absent', 'unknown')),
    detected_behavior  jsonb         NOT NULL, -- {"looking_left": {"frames": 7, "confidence": 0.9}, ...}
    -- The raw signals of each frame, as arrays. As text: nobody asks the database for a part of them, and as jsonb they take
    -- more than twice the room.
    signals            json          NOT NULL,
    -- The columns of the timeline and of its policy ride along: it reads the index alone, not a page for each row.
    PRIMARY KEY (session_id, batch_seq, session_started_at)
        INCLUDE (student_id, ended_at, focus_score, focus_score_min, cheat_score, presence),
    FOREIGN KEY (session_id, session_started_at) REFERENCES exam_sessions (id, started_at) ON DELETE CASCADE,
    CHECK (ended_at >= started_at)
) PARTITION BY RANGE (session_started_at);

-- A session whose day has no partition loses nothing: its rows stand here until the partition is made.
CREATE TABLE cheat_scores_default PARTITION OF cheat_scores DEFAULT;
ALTER TABLE cheat_scores_default ENABLE ROW LEVEL SECURITY;
ALTER TABLE cheat_scores_default FORCE ROW LEVEL SECURITY;

ALTER TABLE cheat_scores ENABLE ROW LEVEL SECURITY;
ALTER TABLE cheat_scores FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON cheat_scores TO invigil_app;

-- A student can never write a score.
CREATE POLICY cheat_scores_read ON cheat_scores FOR SELECT USING (
    invigil_is_staff() OR invigil_role() = 'analyzer' OR student_id = invigil_user_id());
CREATE POLICY cheat_scores_insert ON cheat_scores FOR INSERT WITH CHECK (invigil_role() = 'analyzer');
CREATE POLICY cheat_scores_delete ON cheat_scores FOR DELETE USING (invigil_is_admin());

-- The application owns nothing, so it makes and drops partitions through two functions that do nothing else, for the
-- server itself only. Partitions belong to the owner and are granted to nobody: all access goes through cheat_scores
-- and its policies.

-- Makes the partition of one day (UTC) and moves into it what had to wait in the default one. False if it is there.
CREATE FUNCTION invigil_add_score_partition(day date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET timezone = 'UTC'
    SET lock_timeout = '2s'
AS $$
DECLARE
    partition text := 'cheat_scores_' || to_char(day, 'YYYYMMDD');
    first_moment timestamptz := day::timestamptz;
    next_day timestamptz := (day + 1)::timestamptz;
BEGIN
    IF invigil_role() <> 'system' THEN
        RAISE EXCEPTION 'partitions are made by the server itself' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE cheat_scores INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition);
    -- Vacuumed often: only then is a timeline read from the index alone.
    EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_insert_scale_factor = 0.05)', partition);
    IF EXISTS (SELECT 1 FROM cheat_scores WHERE session_started_at >= first_moment AND session_started_at < next_day) THEN
        -- Nobody may add a row to the default partition between the move and the new one.
        LOCK TABLE cheat_scores IN ACCESS EXCLUSIVE MODE;
        EXECUTE format('INSERT INTO %I SELECT * FROM cheat_scores WHERE session_started_at >= $1 AND session_started_at < $2',
                       partition) USING first_moment, next_day;
        DELETE FROM cheat_scores WHERE session_started_at >= first_moment AND session_started_at < next_day;
    END IF;
    EXECUTE format('ALTER TABLE cheat_scores ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition, first_moment, next_day);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', partition);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', partition);
    RETURN true;
END $$;

-- Drops the oldest partition whose sessions all began before the given day (UTC). Returns that partition's day, null if
-- there is none. One a call, so that the lock on the whole table is held for one drop only.
CREATE FUNCTION invigil_drop_score_partition(before_day date) RETURNS date
    LANGUAGE plpgsql SECURITY DEFINER
    SET timezone = 'UTC'
    SET lock_timeout = '2s'
AS $$
DECLARE
    oldest date;
BEGIN
    IF invigil_role() <> 'system' THEN
        RAISE EXCEPTION 'partitions are dropped by the server itself' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT min(to_date(right(c.relname, 8), 'YYYYMMDD')) INTO oldest
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'cheat_scores'::regclass AND c.relname ~ '^cheat_scores_[0-9]{8}$';
    IF oldest IS NULL OR oldest >= before_day THEN
        RETURN NULL;
    END IF;
    EXECUTE format('DROP TABLE %I', 'cheat_scores_' || to_char(oldest, 'YYYYMMDD'));
    RETURN oldest;
END $$;

-- Both run with their owner's rights, so they must find the tables of this schema only, whatever the caller's search path is.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION invigil_add_score_partition(date) SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION invigil_drop_score_partition(date) SET search_path = %I, pg_temp', current_schema());
END $$;

REVOKE ALL ON FUNCTION invigil_add_score_partition(date), invigil_drop_score_partition(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invigil_add_score_partition(date), invigil_drop_score_partition(date) TO invigil_app;

-- What was stored before. Row security is lifted for its owner, who would otherwise see none of it and drop it all.
ALTER TABLE cheat_scores_before NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cheat_scores NO FORCE ROW LEVEL SECURITY;
ALTER TABLE exam_sessions NO FORCE ROW LEVEL SECURITY;
SELECT set_config('invigil.role', 'system', true);

SELECT invigil_add_score_partition(day)
  FROM (SELECT DISTINCT (s.started_at AT TIME ZONE 'UTC')::date AS day
          FROM exam_sessions s WHERE EXISTS (SELECT 1 FROM cheat_scores_before b WHERE b.session_id = s.id)
        UNION SELECT generate_series((now() AT TIME ZONE 'UTC')::date, (now() AT TIME ZONE 'UTC')::date + 7, '1 day')::date) days;

INSERT INTO cheat_scores (session_id, student_id, batch_seq, session_started_at, started_at, ended_at, frames,
                          focus_score, focus_score_min, cheat_score, presence, detected_behavior, signals)
SELECT b.session_id, b.student_id, b.batch_seq, s.started_at, b.started_at, b.ended_at, b.frames,
       b.focus_score, b.focus_score_min, b.cheat_score, b.presence, b.detected_behavior, b.signals::json
  FROM cheat_scores_before b JOIN exam_sessions s ON s.id = b.session_id;

DO $$
BEGIN
    IF (SELECT count(*) FROM cheat_scores) <> (SELECT count(*) FROM cheat_scores_before) THEN
        RAISE EXCEPTION 'not every score was taken over; nothing was changed';
    END IF;
END $$;

DROP TABLE cheat_scores_before;
ALTER TABLE cheat_scores FORCE ROW LEVEL SECURITY;
ALTER TABLE exam_sessions FORCE ROW LEVEL SECURITY;
SELECT set_config('invigil.role', '', true);
