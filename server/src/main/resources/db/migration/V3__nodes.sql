-- Several servers on one database. What they tell each other stands in these tables; NOTIFY only says that there is news,
-- as everybody who may connect can listen to it.

-- Every running server, by a number it gives itself at each start. Times are the database's, so that clocks of nodes
-- need not agree.
CREATE UNLOGGED TABLE nodes (
    node_id    uuid PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    beat_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What each node's dashboard entries look like now, the whole list in one value: one row a node, however many students.
-- Lost by a crash of the database and written again a second later, hence unlogged.
CREATE UNLOGGED TABLE live_boards (
    node_id  uuid PRIMARY KEY REFERENCES nodes ON DELETE CASCADE,
    version  bigint NOT NULL, -- rises with every change
    sessions bytea  NOT NULL  -- deflated JSON, see BoardCodec
);

-- Which node scores a session, and what it left behind when it let go of it.
CREATE TABLE session_streams (
    session_id   uuid PRIMARY KEY REFERENCES exam_sessions ON DELETE CASCADE,
    node_id      uuid    NOT NULL, -- has the frame socket, or had it last
    epoch        bigint  NOT NULL CHECK (epoch BETWEEN 0 AND 2147483647), -- rises with every change of the node; upper half of batch_seq
    closing      boolean NOT NULL DEFAULT false, -- another node submits the session and waits for the last rows
    asked_by     uuid,             -- the node that waits for this one to let go
    parks        bigint  NOT NULL DEFAULT 0, -- how often a node has left something behind
    parked_epoch bigint,           -- of the node that left the state behind
    parked_state jsonb             -- the running score at that moment, see ParkedScore
);

-- Locks of scheduled work (ShedLock's table).
CREATE TABLE shedlock (
    name       varchar(64)  PRIMARY KEY,
    lock_until timestamp    NOT NULL,
    locked_at  timestamp    NOT NULL,
    locked_by  varchar(255) NOT NULL
);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['nodes', 'live_boards', 'session_streams', 'shedlock'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO invigil_app', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['nodes', 'live_boards', 'shedlock'] LOOP
        EXECUTE format('CREATE POLICY %I ON %I FOR ALL USING (invigil_role() = ''system'') WITH CHECK (invigil_role() = ''system'')',
                       t || '_system', t);
    END LOOP;
END $$;

-- Scoring asks whether a session's last node still runs.
CREATE POLICY nodes_read ON nodes FOR SELECT USING (invigil_role() = 'analyzer');
CREATE POLICY session_streams_scoring ON session_streams FOR ALL
    USING (invigil_role() IN ('analyzer', 'system')) WITH CHECK (invigil_role() IN ('analyzer', 'system'));
