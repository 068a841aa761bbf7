-- What staff do to a sitting while it goes on, and why. The reason has two levels, of a fixed catalogue (Reason.java).

-- Whether who asks may do something to a sitting: its proctors and admins. The server asks this as the person, before it acts as itself.
CREATE FUNCTION invigil_may_step_in(session uuid) RETURNS boolean
    LANGUAGE sql STABLE
AS $$ SELECT EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = session AND invigil_attends(s.exam_id, s.student_id, '{proctor}')) $$;

-- What a person is called, for whoever may see that person; null for others, as for students who ask about staff.
CREATE FUNCTION invigil_display_name(person uuid) RETURNS text
    LANGUAGE sql STABLE
AS $$ SELECT display_name FROM profiles WHERE id = person $$;

CREATE TABLE interventions (
    id         uuid PRIMARY KEY,
    session_id uuid        NOT NULL REFERENCES exam_sessions ON DELETE CASCADE,
    seq        integer     NOT NULL CHECK (seq >= 1), -- in the order in which they were done
    student_id uuid        NOT NULL REFERENCES profiles,
    kind       text        NOT NULL CHECK (kind IN ('pause', 'resume', 'more_time', 'end')),
    category   text        NOT NULL CHECK (category IN ('technical', 'environment', 'student', 'rules', 'organisation', 'other')),
    reason     text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 40),
    note       text CHECK (length(note) BETWEEN 1 AND 300), -- read by the student, too
    minutes    integer CHECK (minutes BETWEEN 1 AND 600), -- of more time
    done_at    timestamptz NOT NULL,
    done_by    uuid        NOT NULL REFERENCES profiles,
    UNIQUE (session_id, seq),
    CHECK ((kind = 'more_time') = (minutes IS NOT NULL)),
    CHECK (reason <> 'other' OR note IS NOT NULL)
);

ALTER TABLE interventions ENABLE ROW LEVEL SECURITY;
ALTER TABLE interventions FORCE ROW LEVEL SECURITY;
-- Rows are added and never changed.
GRANT SELECT, INSERT, DELETE ON interventions TO invigil_app;

-- Whoever sees the session sees what was done to it. The server itself is asked first: it reads for every open page.
CREATE POLICY interventions_read ON interventions FOR SELECT USING (
    (SELECT invigil_role() = 'system') OR EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = interventions.session_id));
-- With the change of the sitting, in one transaction of the server's.
CREATE POLICY interventions_insert ON interventions FOR INSERT WITH CHECK (invigil_role() = 'system');
CREATE POLICY interventions_delete ON interventions FOR DELETE USING (invigil_is_admin());

DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION invigil_display_name(uuid) SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION invigil_may_step_in(uuid) SET search_path = %I, pg_temp', current_schema());
END $$;
