-- Every clip that a student's page was asked for, and what came of it: an incident without a clip can say why. The id is that of
-- the record signal, and of the clip when it comes. A request without a fate is waited for; once uploads are closed it was never
-- sent, which needs no row to be changed.

CREATE TABLE clip_requests (
    id         uuid PRIMARY KEY,
    session_id uuid        NOT NULL REFERENCES exam_sessions ON DELETE CASCADE,
    student_id uuid        NOT NULL REFERENCES profiles,
    behavior   text        NOT NULL CHECK (length(behavior) BETWEEN 1 AND 40), -- why: a behaviour, or focus_score
    event_at   timestamptz NOT NULL, -- by the server's clock
    asked_at   timestamptz NOT NULL,
    fate       text CHECK (fate IN ('sent', 'refused', 'lost')), -- lost: the page could not keep or send it, and said so
    reason     text CHECK (length(reason) BETWEEN 1 AND 40), -- of a refused or lost one: a code of docs/protocol.md
    decided_at timestamptz,
    CHECK ((fate IS NULL) = (decided_at IS NULL)),
    CHECK (coalesce(fate IN ('refused', 'lost'), false) = (reason IS NOT NULL))
);
CREATE INDEX clip_requests_session ON clip_requests (session_id, event_at);

ALTER TABLE clip_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE clip_requests FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON clip_requests TO invigil_app;

-- Whoever may see the sitting sees what was asked for; only the server itself writes it.
CREATE POLICY clip_requests_read ON clip_requests FOR SELECT USING (
    (SELECT invigil_sees_every_sitting()) OR student_id = (SELECT invigil_user_id())
    OR ((SELECT invigil_is_staff()) AND EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = clip_requests.session_id)));
CREATE POLICY clip_requests_insert ON clip_requests FOR INSERT WITH CHECK (invigil_role() = 'system');
CREATE POLICY clip_requests_update ON clip_requests FOR UPDATE
    USING (invigil_role() = 'system') WITH CHECK (invigil_role() = 'system');
CREATE POLICY clip_requests_delete ON clip_requests FOR DELETE USING (invigil_is_admin());

-- Clips that are there were asked for and sent.
SELECT set_config('invigil.role', 'system', true);
INSERT INTO clip_requests (id, session_id, student_id, behavior, event_at, asked_at, fate, decided_at)
SELECT id, session_id, student_id, left(behavior, 40), recorded_at, recorded_at, 'sent', uploaded_at
  FROM video_metadata WHERE behavior <> '';
SELECT set_config('invigil.role', '', true);
