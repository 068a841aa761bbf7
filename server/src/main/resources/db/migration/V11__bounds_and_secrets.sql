-- Bounds of every time that a person or another machine can send, and the keys that the nodes share.
--
-- An exam of the year -100000 could be stored and then broke every list. Such rows are healed: their times are moved to
-- the nearest that is allowed. What students and analysers wrote is left as it is; new rows are checked.

CREATE FUNCTION invigil_time_is_plausible(moment timestamptz) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN moment >= '2000-01-01T00:00:00Z'::timestamptz AND moment < '2200-01-01T00:00:00Z'::timestamptz;

-- The owner is bound by the policies as well.
SELECT set_config('invigil.role', 'system', true);

UPDATE exams
   SET opens_at = least(greatest(opens_at, '2000-01-01T00:00:00Z'), '2199-12-31T23:59:58Z'),
       closes_at = least(greatest(closes_at, '2000-01-01T00:00:01Z'), '2199-12-31T23:59:59Z')
 WHERE NOT (invigil_time_is_plausible(opens_at) AND invigil_time_is_plausible(closes_at));

SELECT set_config('invigil.role', '', true);

ALTER TABLE exams ADD CONSTRAINT exams_times CHECK (
    invigil_time_is_plausible(opens_at) AND invigil_time_is_plausible(closes_at));

-- Not valid: these tables are large, a look at each row would hold them for long, and reading bounds what it reads.
ALTER TABLE exam_sessions ADD CONSTRAINT exam_sessions_times CHECK (
    invigil_time_is_plausible(started_at) AND invigil_time_is_plausible(ends_at)) NOT VALID;
ALTER TABLE video_metadata ADD CONSTRAINT video_metadata_times CHECK (invigil_time_is_plausible(recorded_at)) NOT VALID;
ALTER TABLE incidents ADD CONSTRAINT incidents_times CHECK (
    invigil_time_is_plausible(started_at) AND (ended_at IS NULL OR invigil_time_is_plausible(ended_at))) NOT VALID;

-- Keys that all nodes share, such as the one that seals the cookie of a known browser. Only the server itself sees them.
CREATE TABLE server_secrets (
    name       text PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 40),
    secret     bytea       NOT NULL CHECK (length(secret) = 32),
    created_at timestamptz NOT NULL
);
ALTER TABLE server_secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE server_secrets FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON server_secrets TO invigil_app;
CREATE POLICY server_secrets_system ON server_secrets FOR ALL
    USING (invigil_role() = 'system') WITH CHECK (invigil_role() = 'system');
