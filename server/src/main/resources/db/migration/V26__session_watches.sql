-- How much of each sitting was watched, and why the rest was not. Of a sitting from before there is no row: not measured.

CREATE TABLE session_watches (
    session_id      uuid PRIMARY KEY REFERENCES exam_sessions ON DELETE CASCADE,
    student_id      uuid        NOT NULL REFERENCES profiles,
    watched_ms      bigint      NOT NULL DEFAULT 0 CHECK (watched_ms >= 0), -- usable pictures were judged
    no_picture_ms   bigint      NOT NULL DEFAULT 0 CHECK (no_picture_ms >= 0),
    slow_link_ms    bigint      NOT NULL DEFAULT 0 CHECK (slow_link_ms >= 0),
    outage_ms       bigint      NOT NULL DEFAULT 0 CHECK (outage_ms >= 0),
    server_full_ms  bigint      NOT NULL DEFAULT 0 CHECK (server_full_ms >= 0),
    active_since    timestamptz NOT NULL, -- when its time began to run last
    counted_until   timestamptz NOT NULL,
    counted_by      uuid,                 -- the node that counts; null while none does
    leased_until    timestamptz,          -- after this that node counts as gone
    room_refused_at timestamptz,          -- when a node had no room for the camera last
    incident_id     uuid,                 -- of the open incident unwatched
    unwatched_since timestamptz,
    incident_count  integer     NOT NULL DEFAULT 0 CHECK (incident_count >= 0), -- of unwatched, without those that began as camera_unusable
    CHECK ((incident_id IS NULL) = (unwatched_since IS NULL)),
    CHECK ((counted_by IS NULL) = (leased_until IS NULL))
) WITH (fillfactor = 50); -- written over a few times a minute

ALTER TABLE session_watches ENABLE ROW LEVEL SECURITY;
ALTER TABLE session_watches FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON session_watches TO invigil_app;

-- Whoever may see the sitting sees how it was watched; only the server itself writes it.
CREATE POLICY session_watches_read ON session_watches FOR SELECT USING (
    (SELECT invigil_sees_every_sitting()) OR student_id = (SELECT invigil_user_id())
    OR ((SELECT invigil_is_staff()) AND EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = session_watches.session_id)));
CREATE POLICY session_watches_insert ON session_watches FOR INSERT WITH CHECK (invigil_role() = 'system');
CREATE POLICY session_watches_update ON session_watches FOR UPDATE
    USING (invigil_role() = 'system') WITH CHECK (invigil_role() = 'system');
CREATE POLICY session_watches_delete ON session_watches FOR DELETE USING (invigil_is_admin());

-- What says nothing about the student needs no decision; see V25.
CREATE OR REPLACE FUNCTION invigil_must_be_decided(behavior text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT behavior NOT IN ('camera_unusable', 'unwatched')
$$;
