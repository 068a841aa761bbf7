-- Who sees what. A person has one role or several, and staff see what they are assigned to: an exam, a group of its students,
-- or every exam. Who is asking is still set per transaction, now with all roles of a person:
--   set_config('invigil.role', 'student' | 'student,proctor' | ... | 'analyzer' | 'system', true)
--   set_config('invigil.user_id', '<uuid>', true)
--
-- Nothing changes for those who are there: each keeps the role, and proctors, who also reviewed until now, become proctors and
-- reviewers of every exam. It writes two rows a proctor and one for everybody else, and reads no sitting.

CREATE TABLE profile_roles (
    profile_id uuid NOT NULL REFERENCES profiles ON DELETE CASCADE,
    role       text NOT NULL CHECK (role IN ('student', 'proctor', 'reviewer', 'author', 'admin')),
    PRIMARY KEY (profile_id, role)
);
CREATE INDEX profile_roles_role ON profile_roles (role);

-- Students of an exam who are watched and reviewed together, such as those of one room.
CREATE TABLE exam_groups (
    id         uuid PRIMARY KEY,
    exam_id    uuid        NOT NULL REFERENCES exams ON DELETE CASCADE,
    name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    created_at timestamptz NOT NULL,
    UNIQUE (exam_id, name),
    UNIQUE (id, exam_id)
);

CREATE TABLE exam_group_members (
    group_id   uuid NOT NULL REFERENCES exam_groups ON DELETE CASCADE,
    student_id uuid NOT NULL REFERENCES profiles ON DELETE CASCADE,
    PRIMARY KEY (group_id, student_id)
);
CREATE INDEX exam_group_members_student ON exam_group_members (student_id);

-- Who of the staff has to do with which exam. It goes with the role that it is for.
CREATE TABLE staff_assignments (
    id          uuid PRIMARY KEY,
    profile_id  uuid        NOT NULL,
    role        text        NOT NULL CHECK (role IN ('proctor', 'reviewer', 'author')),
    exam_id     uuid REFERENCES exams ON DELETE CASCADE, -- null for every exam, also later ones
    group_id    uuid,                                    -- null for all students of the exam
    assigned_at timestamptz NOT NULL,
    assigned_by uuid REFERENCES profiles ON DELETE SET NULL, -- null for the server itself
    FOREIGN KEY (profile_id, role) REFERENCES profile_roles ON DELETE CASCADE,
    FOREIGN KEY (group_id, exam_id) REFERENCES exam_groups (id, exam_id) ON DELETE CASCADE,
    CHECK (group_id IS NULL OR (exam_id IS NOT NULL AND role <> 'author')),
    UNIQUE NULLS NOT DISTINCT (profile_id, role, exam_id, group_id)
);
CREATE INDEX staff_assignments_exam ON staff_assignments (exam_id);
CREATE INDEX staff_assignments_group ON staff_assignments (group_id);

SELECT set_config('invigil.role', 'system', true);

INSERT INTO profile_roles (profile_id, role)
SELECT id, role FROM profiles
UNION ALL
SELECT id, 'reviewer' FROM profiles WHERE role = 'proctor';

INSERT INTO staff_assignments (id, profile_id, role, assigned_at)
SELECT gen_random_uuid(), profile_id, role, now() FROM profile_roles WHERE role IN ('proctor', 'reviewer');

SELECT set_config('invigil.role', '', true);

ALTER TABLE profiles DROP COLUMN role;

-- Who is asking ------------------------------------------------------------------------------------------------
-- invigil_role() is all roles of a person with commas between them, so only 'system' and 'analyzer', which are always alone,
-- may be compared with it.

CREATE FUNCTION invigil_has_role(wanted text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN wanted = ANY (string_to_array(invigil_role(), ','));

CREATE OR REPLACE FUNCTION invigil_is_staff() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN string_to_array(invigil_role(), ',') && '{proctor,reviewer,author,admin,system}'::text[];

CREATE OR REPLACE FUNCTION invigil_is_admin() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN string_to_array(invigil_role(), ',') && '{admin,system}'::text[];

-- What the person who is asking is assigned to, in one of these roles and with that role in this transaction. Admins need no
-- assignment and have none here. Each is meant to be asked once a statement, as a subquery of its own, and not once a row.

CREATE FUNCTION invigil_attends_every_exam(roles text[]) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN EXISTS (SELECT 1 FROM staff_assignments a
                    WHERE a.profile_id = invigil_user_id() AND a.role = ANY (roles) AND invigil_has_role(a.role)
                      AND a.exam_id IS NULL);

-- Exams with all their students.
CREATE FUNCTION invigil_attended_exams(roles text[]) RETURNS TABLE (exam_id uuid)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT a.exam_id FROM staff_assignments a
     WHERE a.profile_id = invigil_user_id() AND a.role = ANY (roles) AND invigil_has_role(a.role)
       AND a.exam_id IS NOT NULL AND a.group_id IS NULL;
END;

-- Students of those exams of which only groups are attended.
CREATE FUNCTION invigil_attended_students(roles text[]) RETURNS TABLE (exam_id uuid, student_id uuid)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT a.exam_id, m.student_id FROM staff_assignments a JOIN exam_group_members m ON m.group_id = a.group_id
     WHERE a.profile_id = invigil_user_id() AND a.role = ANY (roles) AND invigil_has_role(a.role);
END;

-- Exams with which there is anything to do, be it with one group of students.
CREATE FUNCTION invigil_staffed_exams() RETURNS TABLE (exam_id uuid)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT a.exam_id FROM staff_assignments a
     WHERE a.profile_id = invigil_user_id() AND invigil_has_role(a.role) AND a.exam_id IS NOT NULL;
END;

-- Whether somebody has to do with this student's sitting of this exam, in one of these roles; a null student asks for the
-- exam as a whole. True for admins and the server itself. Nobody attends their own sitting, an admin neither. For a few rows; policies of
-- many rows ask the functions above once.
CREATE FUNCTION invigil_attends(exam uuid, student uuid, roles text[]) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN invigil_role() = 'system' OR (
        (student = invigil_user_id()) IS NOT TRUE
        AND (invigil_is_admin() OR EXISTS (SELECT 1 FROM staff_assignments a
                     WHERE a.profile_id = invigil_user_id() AND a.role = ANY (roles) AND invigil_has_role(a.role)
                       AND (a.exam_id IS NULL OR (a.exam_id = exam AND (
                            a.group_id IS NULL OR EXISTS (SELECT 1 FROM exam_group_members m
                                                           WHERE m.group_id = a.group_id AND m.student_id = student)))))));

CREATE FUNCTION invigil_sees_every_sitting() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN invigil_is_admin() OR invigil_attends_every_exam('{proctor,reviewer}');

-- The other staff of one's own exams, and admins. Assignments of others are hidden from the asker, so it looks as the server.
CREATE FUNCTION invigil_colleagues() RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER
AS $$
DECLARE
    caller text := invigil_role();
BEGIN
    IF NOT invigil_is_staff() THEN
        RETURN;
    END IF;
    PERFORM set_config('invigil.role', 'system', true);
    RETURN QUERY
        SELECT theirs.profile_id FROM staff_assignments theirs
         WHERE EXISTS (SELECT 1 FROM staff_assignments mine
                        WHERE mine.profile_id = invigil_user_id() AND mine.role = ANY (string_to_array(caller, ','))
                          AND (mine.exam_id IS NULL OR theirs.exam_id IS NULL OR mine.exam_id = theirs.exam_id))
        UNION SELECT r.profile_id FROM profile_roles r WHERE r.role = 'admin';
    PERFORM set_config('invigil.role', caller, true);
END $$;

DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION invigil_colleagues() SET search_path = %I, pg_temp', current_schema());
END $$;
REVOKE ALL ON FUNCTION invigil_colleagues() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invigil_colleagues() TO invigil_app;

-- The new tables -----------------------------------------------------------------------------------------------

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['profile_roles', 'staff_assignments', 'exam_groups', 'exam_group_members'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO invigil_app', t);
    END LOOP;
END $$;

CREATE POLICY profile_roles_read ON profile_roles FOR SELECT USING (
    (SELECT invigil_is_admin()) OR profile_id = (SELECT invigil_user_id()));
CREATE POLICY profile_roles_write ON profile_roles FOR ALL
    USING ((SELECT invigil_is_admin())) WITH CHECK ((SELECT invigil_is_admin()));

CREATE POLICY staff_assignments_read ON staff_assignments FOR SELECT USING (
    (SELECT invigil_is_admin()) OR profile_id = (SELECT invigil_user_id()));
CREATE POLICY staff_assignments_write ON staff_assignments FOR ALL
    USING ((SELECT invigil_is_admin())) WITH CHECK ((SELECT invigil_is_admin()));

-- Staff of an exam see its groups, and who is in those that they attend; its authors keep them, see below.
CREATE POLICY exam_groups_read ON exam_groups FOR SELECT USING (
    (SELECT invigil_is_admin() OR invigil_attends_every_exam('{proctor,reviewer,author}'))
    OR exam_id IN (SELECT e.exam_id FROM invigil_staffed_exams() e));

CREATE POLICY exam_group_members_read ON exam_group_members FOR SELECT USING (
    (SELECT invigil_is_admin() OR invigil_attends_every_exam('{proctor,reviewer,author}'))
    OR group_id IN (SELECT a.group_id FROM staff_assignments a
                     WHERE a.profile_id = invigil_user_id() AND invigil_has_role(a.role) AND a.group_id IS NOT NULL)
    OR group_id IN (SELECT g.id FROM exam_groups g
                     WHERE g.exam_id IN (SELECT e.exam_id FROM invigil_attended_exams('{proctor,reviewer,author}') e)));

-- Exams --------------------------------------------------------------------------------------------------------

ALTER POLICY exams_read ON exams USING (
    (SELECT invigil_is_admin() OR invigil_role() = 'analyzer' OR invigil_has_role('student')
            OR invigil_attends_every_exam('{proctor,reviewer,author}'))
    OR id IN (SELECT e.exam_id FROM invigil_staffed_exams() e));
DROP POLICY exams_write ON exams;
-- Who creates an exam becomes its author, which is the server's to write down.
CREATE POLICY exams_insert ON exams FOR INSERT WITH CHECK (invigil_is_admin() OR invigil_has_role('author'));
CREATE POLICY exams_update ON exams FOR UPDATE
    USING (invigil_attends(id, NULL, '{author}')) WITH CHECK (invigil_attends(id, NULL, '{author}'));
CREATE POLICY exams_delete ON exams FOR DELETE USING (invigil_attends(id, NULL, '{author}'));

ALTER POLICY questions_read ON questions USING (
    (SELECT invigil_is_admin() OR invigil_attends_every_exam('{proctor,reviewer,author}'))
    OR exam_id IN (SELECT e.exam_id FROM invigil_staffed_exams() e)
    OR EXISTS (
        SELECT 1 FROM exam_sessions s
         WHERE s.exam_id = questions.exam_id AND s.student_id = (SELECT invigil_user_id()) AND s.clock_started_at IS NOT NULL));
DROP POLICY questions_write ON questions;

-- What hangs on an exam is its authors' to write. One policy an action: one for all of them would be asked by readers too.
DO $$
DECLARE
    t text;
    writes text;
BEGIN
    FOREACH t IN ARRAY ARRAY['questions', 'exam_groups', 'exam_group_members'] LOOP
        writes := CASE t
            WHEN 'exam_group_members' THEN
                'EXISTS (SELECT 1 FROM exam_groups g WHERE g.id = group_id AND invigil_attends(g.exam_id, NULL, ''{author}''))'
            ELSE 'invigil_attends(exam_id, NULL, ''{author}'')' END;
        EXECUTE format('CREATE POLICY %I ON %I FOR INSERT WITH CHECK (%s)', t || '_insert', t, writes);
        EXECUTE format('CREATE POLICY %I ON %I FOR UPDATE USING (%s) WITH CHECK (%s)', t || '_update', t, writes, writes);
        EXECUTE format('CREATE POLICY %I ON %I FOR DELETE USING (%s)', t || '_delete', t, writes);
    END LOOP;
END $$;

-- Sittings and what hangs on them ------------------------------------------------------------------------------

ALTER POLICY exam_sessions_read ON exam_sessions USING (
    (SELECT invigil_sees_every_sitting() OR invigil_role() = 'analyzer')
    OR student_id = (SELECT invigil_user_id())
    OR exam_id IN (SELECT e.exam_id FROM invigil_attended_exams('{proctor,reviewer}') e)
    OR (exam_id, student_id) IN (SELECT a.exam_id, a.student_id FROM invigil_attended_students('{proctor,reviewer}') a));
ALTER POLICY exam_sessions_start ON exam_sessions WITH CHECK (
    invigil_has_role('student') AND student_id = invigil_user_id() AND status = 'checking_in'
    AND clock_started_at IS NULL AND paused_ms = 0 AND end_reason IS NULL
    AND submitted_at IS NULL AND submit_reason IS NULL AND cheat_score IS NULL AND last_focus_score IS NULL);

-- Whoever sees a sitting sees these. That a student has own rows is asked first: they never look for a sitting twice.
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['session_state_changes', 'cheat_scores', 'incidents'] LOOP
        EXECUTE format('ALTER POLICY %I ON %I USING (
            (SELECT invigil_sees_every_sitting() OR invigil_role() = ''analyzer'') OR student_id = (SELECT invigil_user_id())
            OR ((SELECT invigil_is_staff()) AND EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = %I.session_id)))',
            t || '_read', t, t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['video_metadata', 'session_windows'] LOOP
        EXECUTE format('ALTER POLICY %I ON %I USING (
            (SELECT invigil_sees_every_sitting()) OR student_id = (SELECT invigil_user_id())
            OR ((SELECT invigil_is_staff()) AND EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = %I.session_id)))',
            t || '_read', t, t);
    END LOOP;
END $$;

ALTER POLICY session_state_changes_insert ON session_state_changes WITH CHECK (
    invigil_is_admin() OR (
        invigil_has_role('student') AND student_id = invigil_user_id() AND from_state IS NULL AND to_state = 'checking_in'
        AND actor_role = 'student' AND actor_id = invigil_user_id()
        AND EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = session_id AND s.student_id = invigil_user_id())));

-- Answers are read to be reviewed, and not to watch.
ALTER POLICY answers_read ON answers USING (
    (SELECT invigil_is_admin() OR invigil_attends_every_exam('{reviewer}')) OR student_id = (SELECT invigil_user_id())
    OR ((SELECT invigil_is_staff()) AND EXISTS (
        SELECT 1 FROM exam_sessions s
         WHERE s.id = answers.session_id AND invigil_attends(s.exam_id, s.student_id, '{reviewer}'))));
ALTER POLICY answers_insert ON answers WITH CHECK (
    invigil_has_role('student') AND student_id = invigil_user_id() AND EXISTS (
        SELECT 1 FROM exam_sessions s WHERE s.id = answers.session_id AND s.student_id = invigil_user_id() AND s.status = 'active'));
ALTER POLICY answers_update ON answers USING (
    invigil_has_role('student') AND student_id = invigil_user_id() AND EXISTS (
        SELECT 1 FROM exam_sessions s WHERE s.id = answers.session_id AND s.student_id = invigil_user_id() AND s.status = 'active'));

ALTER POLICY session_windows_insert ON session_windows WITH CHECK (
    invigil_has_role('student') AND student_id = invigil_user_id() AND EXISTS (
        SELECT 1 FROM exam_sessions s WHERE s.id = session_windows.session_id AND s.student_id = invigil_user_id()
           AND s.status NOT IN ('submitted', 'ended')));
ALTER POLICY session_windows_update ON session_windows USING (
    invigil_has_role('student') AND student_id = invigil_user_id() AND EXISTS (
        SELECT 1 FROM exam_sessions s WHERE s.id = session_windows.session_id AND s.student_id = invigil_user_id()
           AND s.status NOT IN ('submitted', 'ended')));

ALTER POLICY video_metadata_insert ON video_metadata WITH CHECK (
    invigil_has_role('student') AND student_id = invigil_user_id()
    AND storage_path LIKE 'exam-recordings/' || invigil_user_id() || '/' || session_id || '/%.webm'
    AND EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = video_metadata.session_id AND s.student_id = invigil_user_id()));

-- People -------------------------------------------------------------------------------------------------------

-- Staff see the students whose sittings or groups they see, and their colleagues.
ALTER POLICY profiles_read ON profiles USING (
    (SELECT invigil_sees_every_sitting()) OR id = (SELECT invigil_user_id())
    OR ((SELECT invigil_is_staff()) AND (
        EXISTS (SELECT 1 FROM exam_sessions s WHERE s.student_id = profiles.id)
        OR EXISTS (SELECT 1 FROM exam_group_members m WHERE m.student_id = profiles.id)
        OR id IN (SELECT c.id FROM invigil_colleagues() AS c (id)))));
