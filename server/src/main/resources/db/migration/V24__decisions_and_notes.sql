-- A first decision about an incident is about one that the sitting has; whatever follows it is about the same incident of the same
-- sitting, be the incident still stored or not. The owner sees no row unless it looks as the server.
SELECT set_config('invigil.role', 'system', true);
ALTER TABLE incident_decisions
    DROP CONSTRAINT incident_decisions_supersedes_incident_id_fkey,
    DROP CONSTRAINT incident_decisions_id_incident_id_key,
    ADD CONSTRAINT incident_decisions_of_one_sitting UNIQUE (id, incident_id, session_id),
    ADD CONSTRAINT incident_decisions_supersedes_of_one_sitting FOREIGN KEY (supersedes, incident_id, session_id)
        REFERENCES incident_decisions (id, incident_id, session_id) DEFERRABLE INITIALLY DEFERRED;
SELECT set_config('invigil.role', '', true);
ALTER POLICY incident_decisions_insert ON incident_decisions WITH CHECK (
    decided_by = invigil_user_id() AND EXISTS (
        SELECT 1 FROM exam_sessions s WHERE s.id = incident_decisions.session_id AND s.student_id = incident_decisions.student_id
           AND invigil_reviews(s.exam_id, s.student_id))
    AND (supersedes IS NOT NULL OR EXISTS (
        SELECT 1 FROM incidents i WHERE i.id = incident_decisions.incident_id AND i.session_id = incident_decisions.session_id)));

-- Among reviewers, admins too: a proctor who only watches reads what was decided, and not what reviewers say to each other.
ALTER POLICY review_comments_read ON review_comments USING (
    (SELECT invigil_role() = 'system') OR EXISTS (
        SELECT 1 FROM exam_sessions s WHERE s.id = review_comments.session_id AND invigil_reviews(s.exam_id, s.student_id)));

-- The rule of invigil_reviews, asked once a statement: a queue has thousands of rows.
ALTER POLICY appeals_read ON appeals USING (
    (SELECT invigil_role() = 'system') OR student_id = (SELECT invigil_user_id())
    OR (status IN ('sent', 'decided') AND (
        (SELECT invigil_is_admin() OR invigil_attends_every_exam('{reviewer}'))
        OR exam_id IN (SELECT e.exam_id FROM invigil_attended_exams('{reviewer}') e)
        OR (exam_id, student_id) IN (SELECT a.exam_id, a.student_id FROM invigil_attended_students('{reviewer}') a))));

-- A page of the queue begins where the one before ended, so each order wants an index that goes one way.
DROP INDEX appeals_decided;
CREATE INDEX appeals_decided ON appeals (decided_at, id) WHERE status = 'decided';

-- What may still be appealed is kept, see AppealHold.
CREATE INDEX session_decisions_deadline ON session_decisions (deadline) WHERE deadline IS NOT NULL;
