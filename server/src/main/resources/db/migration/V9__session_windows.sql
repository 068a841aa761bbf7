-- The window in which a session goes on. A student may have the exam open twice, on a laptop and on a phone: the one that
-- asked last rules, and every other one is locked until it asks in its turn.

CREATE TABLE session_windows (
    session_id uuid PRIMARY KEY REFERENCES exam_sessions ON DELETE CASCADE,
    student_id uuid        NOT NULL REFERENCES profiles,
    window_id  uuid        NOT NULL, -- a number that the page made up when it opened
    since      timestamptz NOT NULL
);

ALTER TABLE session_windows ENABLE ROW LEVEL SECURITY;
ALTER TABLE session_windows FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON session_windows TO invigil_app;

CREATE POLICY session_windows_read ON session_windows FOR SELECT USING (
    (SELECT invigil_is_staff()) OR student_id = (SELECT invigil_user_id()));
CREATE POLICY session_windows_insert ON session_windows FOR INSERT WITH CHECK (
    invigil_role() = 'student' AND student_id = invigil_user_id() AND EXISTS (
        SELECT 1 FROM exam_sessions s WHERE s.id = session_windows.session_id AND s.student_id = invigil_user_id() AND s.status = 'active'));
CREATE POLICY session_windows_update ON session_windows FOR UPDATE USING (
    invigil_role() = 'student' AND student_id = invigil_user_id() AND EXISTS (
        SELECT 1 FROM exam_sessions s WHERE s.id = session_windows.session_id AND s.student_id = invigil_user_id() AND s.status = 'active'))
    WITH CHECK (student_id = invigil_user_id());
CREATE POLICY session_windows_delete ON session_windows FOR DELETE USING (invigil_is_admin());

-- The answers of every session that has a page open are looked at once a second: who asks is looked up once for all rows.
ALTER POLICY answers_read ON answers USING ((SELECT invigil_is_staff()) OR student_id = (SELECT invigil_user_id()));
