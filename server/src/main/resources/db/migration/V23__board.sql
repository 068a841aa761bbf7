-- What proctors have looked at, the stills that travel between nodes while somebody watches, and what each node can bear.

-- Up to which incident of a session somebody of the staff has looked. What is beyond the highest count needs a look.
CREATE TABLE looks (
    session_id     uuid        NOT NULL REFERENCES exam_sessions ON DELETE CASCADE,
    looked_by      uuid        NOT NULL REFERENCES profiles,
    incident_count integer     NOT NULL CHECK (incident_count >= 0), -- of the session, when it was looked at
    looked_until   timestamptz NOT NULL,
    PRIMARY KEY (session_id, looked_by)
);
ALTER TABLE looks ENABLE ROW LEVEL SECURITY;
ALTER TABLE looks FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON looks TO invigil_app;

-- Whoever attends the session, and nobody else, sees and says that it was looked at.
CREATE POLICY looks_read ON looks FOR SELECT USING ((SELECT invigil_is_admin()) OR EXISTS (
    SELECT 1 FROM exam_sessions s
     WHERE s.id = looks.session_id AND invigil_attends(s.exam_id, s.student_id, '{proctor,reviewer}')));
CREATE POLICY looks_insert ON looks FOR INSERT WITH CHECK (looked_by = invigil_user_id() AND EXISTS (
    SELECT 1 FROM exam_sessions s
     WHERE s.id = looks.session_id AND invigil_attends(s.exam_id, s.student_id, '{proctor,reviewer}')));
CREATE POLICY looks_update ON looks FOR UPDATE USING (looked_by = invigil_user_id() AND EXISTS (
    SELECT 1 FROM exam_sessions s
     WHERE s.id = looks.session_id AND invigil_attends(s.exam_id, s.student_id, '{proctor,reviewer}')))
    WITH CHECK (looked_by = invigil_user_id());
CREATE POLICY looks_delete ON looks FOR DELETE USING ((SELECT invigil_is_admin()));

-- Which sessions' stills are watched at a node. Gone with the node, and with its last watcher.
CREATE UNLOGGED TABLE tile_watches (
    node_id     uuid PRIMARY KEY REFERENCES nodes ON DELETE CASCADE,
    session_ids uuid[] NOT NULL
);

-- The newest still of a session that is watched at another node than the student's. Written over once a second and deleted
-- seconds after it was last written; in no backup, and not in the write-ahead log either.
CREATE UNLOGGED TABLE tile_stills (
    session_id uuid PRIMARY KEY,
    taken_at   timestamptz NOT NULL,
    jpeg       bytea       NOT NULL,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- A JPEG does not get smaller, and a row that is written over all the time must not leave much behind.
ALTER TABLE tile_stills ALTER COLUMN jpeg SET STORAGE EXTERNAL;
ALTER TABLE tile_stills SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['tile_watches', 'tile_stills'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO invigil_app', t);
        EXECUTE format('CREATE POLICY %I ON %I FOR ALL USING (invigil_has_role(''system'')) WITH CHECK (invigil_has_role(''system''))',
                       t || '_system', t);
    END LOOP;
END $$;

-- What a node can bear, as it measures it itself; null until it has said so.
ALTER TABLE nodes
    ADD COLUMN analysis_threads integer CHECK (analysis_threads > 0),
    ADD COLUMN usable_share     double precision CHECK (usable_share > 0 AND usable_share <= 1), -- of these threads, for frames
    ADD COLUMN frame_cost_ms    double precision CHECK (frame_cost_ms > 0),
    ADD COLUMN max_sessions     integer CHECK (max_sessions > 0),
    ADD COLUMN min_fps          double precision CHECK (min_fps > 0);
