-- What staff should know of a sitting and what is neither an incident nor points: said once, counted after that.

CREATE TABLE session_hints (
    session_id uuid        NOT NULL REFERENCES exam_sessions ON DELETE CASCADE,
    student_id uuid        NOT NULL REFERENCES profiles,
    kind       text        NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
    detail     text        NOT NULL CHECK (length(detail) <= 200),
    times      integer     NOT NULL CHECK (times > 0),
    first_at   timestamptz NOT NULL,
    last_at    timestamptz NOT NULL CHECK (last_at >= first_at),
    PRIMARY KEY (session_id, kind, detail)
);

ALTER TABLE session_hints ENABLE ROW LEVEL SECURITY;
ALTER TABLE session_hints FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON session_hints TO invigil_app;

-- Whoever may see the sitting sees what is said of it, its student too; only the server itself says it.
CREATE POLICY session_hints_read ON session_hints FOR SELECT USING (
    (SELECT invigil_sees_every_sitting()) OR student_id = (SELECT invigil_user_id())
    OR ((SELECT invigil_is_staff()) AND EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = session_hints.session_id)));
CREATE POLICY session_hints_insert ON session_hints FOR INSERT WITH CHECK (invigil_role() = 'system');
CREATE POLICY session_hints_update ON session_hints FOR UPDATE
    USING (invigil_role() = 'system') WITH CHECK (invigil_role() = 'system');
CREATE POLICY session_hints_delete ON session_hints FOR DELETE USING (invigil_is_admin());

-- The devices on which a sitting went on, in order; it goes on on the newest. A device is a browser that the student has signed in with.
CREATE TABLE session_devices (
    session_id uuid        NOT NULL REFERENCES exam_sessions ON DELETE CASCADE,
    seq        integer     NOT NULL CHECK (seq >= 1),
    student_id uuid        NOT NULL REFERENCES profiles,
    exam_id    uuid        NOT NULL REFERENCES exams ON DELETE CASCADE,
    device_id  uuid        NOT NULL, -- made of the sign-in, tells nothing outside
    browser    text        NOT NULL CHECK (length(browser) BETWEEN 1 AND 60), -- in plain words
    network    text CHECK (length(network) BETWEEN 1 AND 60), -- the address, of IPv6 its network; forgotten after a time
    since      timestamptz NOT NULL,
    reason     text CHECK (reason IN ('device_broke', 'other')), -- of a move
    PRIMARY KEY (session_id, seq),
    CHECK ((seq = 1) = (reason IS NULL))
);
CREATE INDEX session_devices_network ON session_devices (exam_id, network) WHERE network IS NOT NULL;

ALTER TABLE session_devices ENABLE ROW LEVEL SECURITY;
ALTER TABLE session_devices FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON session_devices TO invigil_app;

CREATE POLICY session_devices_read ON session_devices FOR SELECT USING (
    (SELECT invigil_sees_every_sitting()) OR student_id = (SELECT invigil_user_id())
    OR ((SELECT invigil_is_staff()) AND EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = session_devices.session_id)));
CREATE POLICY session_devices_insert ON session_devices FOR INSERT WITH CHECK (
    invigil_has_role('student') AND student_id = invigil_user_id() AND EXISTS (
        SELECT 1 FROM exam_sessions s WHERE s.id = session_devices.session_id AND s.student_id = invigil_user_id()
           AND s.exam_id = session_devices.exam_id AND s.status NOT IN ('submitted', 'ended')));
CREATE POLICY session_devices_update ON session_devices FOR UPDATE
    USING (invigil_role() = 'system') WITH CHECK (invigil_role() = 'system');
CREATE POLICY session_devices_delete ON session_devices FOR DELETE USING (invigil_is_admin());
