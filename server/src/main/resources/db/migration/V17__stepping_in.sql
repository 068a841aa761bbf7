-- What staff do to a sitting while it goes on, and why. The reason has two levels, of a fixed catalogue (Reason.java).

-- Whether who asks may do something to a sitting: its proctors and admins, but in nobody's own. The server asks this as the person, before it acts as itself.
CREATE FUNCTION invigil_may_step_in(session uuid) RETURNS boolean
    LANGUAGE sql STABLE
AS $$ SELECT EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = session AND invigil_attends(s.exam_id, s.student_id, '{proctor}')) $$;

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
    EXECUTE format('ALTER FUNCTION invigil_may_step_in(uuid) SET search_path = %I, pg_temp', current_schema());
END $$;

-- What staff and students say to each other while an exam goes on.

-- To everybody who sits an exam, also those who begin later; to a group of its students; or to one sitting.
CREATE TABLE messages (
    id         uuid PRIMARY KEY,
    exam_id    uuid        NOT NULL REFERENCES exams ON DELETE CASCADE,
    audience   text        NOT NULL CHECK (audience IN ('exam', 'group', 'session')),
    session_id uuid REFERENCES exam_sessions ON DELETE CASCADE,
    group_id   uuid, -- gone with its group
    sent_by    uuid        NOT NULL REFERENCES profiles,
    sent_at    timestamptz NOT NULL,
    text       text        NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
    FOREIGN KEY (group_id, exam_id) REFERENCES exam_groups (id, exam_id) ON DELETE CASCADE,
    CHECK ((audience = 'session') = (session_id IS NOT NULL)),
    CHECK ((audience = 'group') = (group_id IS NOT NULL))
);
CREATE INDEX messages_of_exam ON messages (exam_id, sent_at);
CREATE INDEX messages_of_session ON messages (session_id) WHERE session_id IS NOT NULL;

-- That a student has read a message, in one sitting.
CREATE TABLE message_receipts (
    message_id      uuid        NOT NULL REFERENCES messages ON DELETE CASCADE,
    session_id      uuid        NOT NULL REFERENCES exam_sessions ON DELETE CASCADE,
    student_id      uuid        NOT NULL REFERENCES profiles,
    acknowledged_at timestamptz NOT NULL,
    PRIMARY KEY (session_id, message_id)
);
CREATE INDEX message_receipts_of_message ON message_receipts (message_id);

-- A student's raised hand: one a sitting, kept after it was answered until the next one or until it is taken down.
CREATE TABLE hands (
    session_id  uuid PRIMARY KEY REFERENCES exam_sessions ON DELETE CASCADE,
    student_id  uuid        NOT NULL REFERENCES profiles,
    kind        text        NOT NULL CHECK (kind IN ('locked_out', 'technical', 'question')),
    note        text CHECK (length(note) BETWEEN 1 AND 500),
    raised_at   timestamptz NOT NULL,
    answered_at timestamptz, -- null while it waits
    answered_by uuid REFERENCES profiles,
    CHECK ((answered_at IS NULL) = (answered_by IS NULL))
);
CREATE INDEX hands_waiting ON hands (raised_at) WHERE answered_at IS NULL;

-- Whether a student is in a group. Students may not read who is in which, so it looks as the server; it tells staff, and
-- students about themselves.
CREATE FUNCTION invigil_is_in_group(student_group uuid, student uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
AS $$
DECLARE
    caller text := invigil_role();
    found_one boolean;
BEGIN
    IF NOT invigil_is_staff() AND student IS DISTINCT FROM invigil_user_id() THEN
        RETURN false;
    END IF;
    PERFORM set_config('invigil.role', 'system', true);
    found_one := EXISTS (SELECT 1 FROM exam_group_members m WHERE m.group_id = student_group AND m.student_id = student);
    PERFORM set_config('invigil.role', caller, true);
    RETURN found_one;
END $$;

-- Whether a message is for this sitting.
CREATE FUNCTION invigil_message_is_for(m messages, s exam_sessions) RETURNS boolean
    LANGUAGE sql STABLE
AS $$
    SELECT m.exam_id = s.exam_id AND CASE m.audience
        WHEN 'exam' THEN true
        WHEN 'session' THEN m.session_id = s.id
        ELSE invigil_is_in_group(m.group_id, s.student_id) END
$$;

-- How many messages there are to the same recipient, for staff. They do not all see every one, so it counts as the server.
CREATE FUNCTION invigil_messages_to(exam uuid, audience text, session uuid, student_group uuid) RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER
AS $$
DECLARE
    caller text := invigil_role();
    counted bigint;
BEGIN
    IF NOT invigil_is_staff() THEN
        RETURN 0;
    END IF;
    PERFORM set_config('invigil.role', 'system', true);
    counted := CASE audience
        WHEN 'session' THEN (SELECT count(*) FROM messages m WHERE m.session_id = session)
        WHEN 'group' THEN (SELECT count(*) FROM messages m WHERE m.exam_id = exam AND m.group_id = student_group)
        ELSE (SELECT count(*) FROM messages m WHERE m.exam_id = exam AND m.audience = 'exam') END;
    PERFORM set_config('invigil.role', caller, true);
    RETURN counted;
END $$;

-- Whether who asks may write to these. The sittings that are seen here are those that who asks may see.
CREATE FUNCTION invigil_may_message(exam uuid, audience text, session uuid, student_group uuid) RETURNS boolean
    LANGUAGE sql STABLE
AS $$
    SELECT CASE audience
        WHEN 'exam' THEN invigil_attends(exam, NULL, '{proctor}') AND EXISTS (SELECT 1 FROM exams e WHERE e.id = exam)
        WHEN 'session' THEN EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = session AND s.exam_id = exam)
                        AND invigil_may_step_in(session)
        ELSE EXISTS (SELECT 1 FROM exam_groups g WHERE g.id = student_group AND g.exam_id = exam)
             AND (invigil_attends(exam, NULL, '{proctor}')
                  OR EXISTS (SELECT 1 FROM staff_assignments a WHERE a.group_id = student_group AND a.role = 'proctor'
                                                                 AND a.profile_id = invigil_user_id() AND invigil_has_role(a.role)))
        END
$$;

-- The messages for one sitting that who asks may see.
CREATE FUNCTION invigil_messages_of(session uuid) RETURNS SETOF messages
    LANGUAGE sql STABLE
AS $$
    SELECT m.* FROM exam_sessions s JOIN messages m ON m.exam_id = s.exam_id
     WHERE s.id = session AND invigil_message_is_for(m, s)
$$;

ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE messages FORCE ROW LEVEL SECURITY;
ALTER TABLE message_receipts ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_receipts FORCE ROW LEVEL SECURITY;
ALTER TABLE hands ENABLE ROW LEVEL SECURITY;
ALTER TABLE hands FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON messages TO invigil_app;
GRANT SELECT, INSERT, DELETE ON message_receipts TO invigil_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON hands TO invigil_app;

-- Staff see what was said to all, to students whom they see, and everything in exams that they see whole.
CREATE POLICY messages_read ON messages FOR SELECT USING (
    (SELECT invigil_sees_every_sitting())
    OR exam_id IN (SELECT e.exam_id FROM invigil_attended_exams('{proctor,reviewer}') e)
    OR (exam_id IN (SELECT a.exam_id FROM invigil_attended_students('{proctor,reviewer}') a)
        AND (audience = 'exam' OR sent_by = (SELECT invigil_user_id())
             OR EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = messages.session_id)
             OR EXISTS (SELECT 1 FROM staff_assignments a WHERE a.group_id = messages.group_id AND a.profile_id = invigil_user_id())))
    OR EXISTS (SELECT 1 FROM exam_sessions s WHERE s.student_id = invigil_user_id() AND s.exam_id = messages.exam_id
                                               AND invigil_message_is_for(messages, s)));
CREATE POLICY messages_insert ON messages FOR INSERT WITH CHECK (
    sent_by = invigil_user_id() AND invigil_may_message(exam_id, audience, session_id, group_id));
CREATE POLICY messages_delete ON messages FOR DELETE USING (invigil_is_admin());

CREATE POLICY message_receipts_read ON message_receipts FOR SELECT USING (
    (SELECT invigil_sees_every_sitting()) OR student_id = (SELECT invigil_user_id())
    OR ((SELECT invigil_is_staff()) AND EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = message_receipts.session_id)));
CREATE POLICY message_receipts_insert ON message_receipts FOR INSERT WITH CHECK (
    invigil_has_role('student') AND student_id = invigil_user_id()
    AND EXISTS (SELECT 1 FROM invigil_messages_of(session_id) m WHERE m.id = message_id));
CREATE POLICY message_receipts_delete ON message_receipts FOR DELETE USING (invigil_is_admin());

CREATE POLICY hands_read ON hands FOR SELECT USING (
    (SELECT invigil_sees_every_sitting()) OR student_id = (SELECT invigil_user_id())
    OR ((SELECT invigil_is_staff()) AND EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = hands.session_id)));
CREATE POLICY hands_insert ON hands FOR INSERT WITH CHECK (
    invigil_has_role('student') AND student_id = invigil_user_id() AND EXISTS (
        SELECT 1 FROM exam_sessions s WHERE s.id = session_id AND s.student_id = invigil_user_id()
           AND s.status NOT IN ('submitted', 'ended')));
-- The student says something else with a hand that is up, or raises it again; staff take it on.
CREATE POLICY hands_update ON hands FOR UPDATE
    USING (student_id = (SELECT invigil_user_id()) OR invigil_may_step_in(session_id))
    WITH CHECK ((student_id = (SELECT invigil_user_id()) AND answered_at IS NULL)
        OR (answered_by = (SELECT invigil_user_id()) AND invigil_may_step_in(session_id)));
CREATE POLICY hands_delete ON hands FOR DELETE USING (
    invigil_is_admin() OR student_id = (SELECT invigil_user_id()));

DO $$
DECLARE
    signature text;
BEGIN
    FOREACH signature IN ARRAY ARRAY['invigil_is_in_group(uuid, uuid)', 'invigil_message_is_for(messages, exam_sessions)',
        'invigil_may_message(uuid, text, uuid, uuid)', 'invigil_messages_of(uuid)',
        'invigil_messages_to(uuid, text, uuid, uuid)']
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', signature, current_schema());
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION invigil_is_in_group(uuid, uuid), invigil_messages_to(uuid, text, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invigil_is_in_group(uuid, uuid), invigil_messages_to(uuid, text, uuid, uuid) TO invigil_app;
