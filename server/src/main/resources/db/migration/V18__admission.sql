-- In an exam that asks for it a student waits until a proctor has looked at a picture of them. A person compares, no machine.

-- Who asks to be let in. Gone when the student is let in.
CREATE TABLE admissions (
    session_id uuid PRIMARY KEY REFERENCES exam_sessions ON DELETE CASCADE,
    student_id uuid NOT NULL REFERENCES profiles,
    asked_at   timestamptz, -- null while another picture has to be taken
    picture    bytea CHECK (length(picture) BETWEEN 1 AND 1000000), -- JPEG; null until the camera's next frame is there
    picture_at timestamptz,
    sentence   text CHECK (length(sentence) BETWEEN 1 AND 300), -- of the proctor who asked for another picture
    CHECK ((picture IS NULL) = (picture_at IS NULL)),
    CHECK (picture IS NULL OR asked_at IS NOT NULL)
);
CREATE INDEX admissions_asked ON admissions (asked_at) WHERE asked_at IS NOT NULL;

-- What the pictures of later sittings are compared with; only of exams whose policy says that it is kept.
CREATE TABLE first_pictures (
    student_id uuid PRIMARY KEY REFERENCES profiles ON DELETE CASCADE,
    picture    bytea       NOT NULL CHECK (length(picture) BETWEEN 1 AND 1000000),
    taken_at   timestamptz NOT NULL,
    kept_until timestamptz NOT NULL
);

ALTER TABLE admissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE admissions FORCE ROW LEVEL SECURITY;
ALTER TABLE first_pictures ENABLE ROW LEVEL SECURITY;
ALTER TABLE first_pictures FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON admissions TO invigil_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON first_pictures TO invigil_app;

CREATE POLICY admissions_read ON admissions FOR SELECT USING (
    (SELECT invigil_is_admin()) OR student_id = (SELECT invigil_user_id())
    OR ((SELECT invigil_is_staff()) AND invigil_may_step_in(session_id)));
-- A student asks, and brings no picture along: that is the server's to take.
CREATE POLICY admissions_insert ON admissions FOR INSERT WITH CHECK (
    invigil_has_role('student') AND student_id = invigil_user_id() AND picture IS NULL AND sentence IS NULL
    AND EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = session_id AND s.student_id = invigil_user_id() AND s.status = 'waiting'));
CREATE POLICY admissions_update ON admissions FOR UPDATE
    USING (invigil_role() = 'system' OR student_id = (SELECT invigil_user_id()))
    WITH CHECK (invigil_role() = 'system' OR (student_id = (SELECT invigil_user_id()) AND picture IS NULL));
CREATE POLICY admissions_delete ON admissions FOR DELETE USING (invigil_is_admin());

-- The student's own, and for those who may compare it with a picture of a sitting that waits.
CREATE POLICY first_pictures_read ON first_pictures FOR SELECT USING (
    (SELECT invigil_is_admin()) OR student_id = (SELECT invigil_user_id())
    OR ((SELECT invigil_is_staff()) AND EXISTS (SELECT 1 FROM admissions a WHERE a.student_id = first_pictures.student_id)));
CREATE POLICY first_pictures_insert ON first_pictures FOR INSERT WITH CHECK (invigil_role() = 'system');
CREATE POLICY first_pictures_update ON first_pictures FOR UPDATE
    USING (invigil_role() = 'system') WITH CHECK (invigil_role() = 'system');
CREATE POLICY first_pictures_delete ON first_pictures FOR DELETE USING (invigil_is_admin());
