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
