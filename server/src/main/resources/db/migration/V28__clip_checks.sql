-- Whether a clip is what it is said to be: one that was asked for, that plays, as long as it is said to be, and that shows what was
-- analysed at its time. One row a clip, written with the clip; clips from before have none and were never checked.

CREATE TABLE clip_checks (
    clip_id    uuid PRIMARY KEY REFERENCES video_metadata ON DELETE CASCADE,
    session_id uuid        NOT NULL REFERENCES exam_sessions ON DELETE CASCADE,
    student_id uuid        NOT NULL REFERENCES profiles,
    state      text        NOT NULL CHECK (state IN (
                   'unchecked', 'verified', 'unknown', 'differs', 'unreadable', 'not_requested')),
    reasons    text[]      NOT NULL DEFAULT '{}', -- of a clip that differs: behavior, time, length, pictures
    said_to_start_at timestamptz NOT NULL, -- by the page's clock
    tries      integer     NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 1000),
    due_at     timestamptz NOT NULL, -- of an unchecked one: not before; moved on by the node that is at it
    shown_ms   bigint CHECK (shown_ms >= 0), -- length of what was decoded
    compared   integer     NOT NULL DEFAULT 0 CHECK (compared >= 0), -- seconds of which there was something to compare with
    differing  integer     NOT NULL DEFAULT 0 CHECK (differing BETWEEN 0 AND compared),
    checked_at timestamptz,
    CHECK ((state IN ('unchecked', 'not_requested')) = (checked_at IS NULL))
);
CREATE INDEX clip_checks_due ON clip_checks (due_at) WHERE state = 'unchecked';
CREATE INDEX clip_checks_session ON clip_checks (session_id);

ALTER TABLE clip_checks ENABLE ROW LEVEL SECURITY;
ALTER TABLE clip_checks FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON clip_checks TO invigil_app;

-- Whoever may see the sitting sees what its clips are worth; only the server itself writes it.
CREATE POLICY clip_checks_read ON clip_checks FOR SELECT USING (
    (SELECT invigil_sees_every_sitting()) OR student_id = (SELECT invigil_user_id())
    OR ((SELECT invigil_is_staff()) AND EXISTS (SELECT 1 FROM exam_sessions s WHERE s.id = clip_checks.session_id)));
CREATE POLICY clip_checks_insert ON clip_checks FOR INSERT WITH CHECK (invigil_role() = 'system');
CREATE POLICY clip_checks_update ON clip_checks FOR UPDATE
    USING (invigil_role() = 'system') WITH CHECK (invigil_role() = 'system');
CREATE POLICY clip_checks_delete ON clip_checks FOR DELETE USING (invigil_is_admin());

-- The moment of a request by the page's own clock: what a page says of times is held against this, so that its clock may be wrong
-- by hours.
ALTER TABLE clip_requests ADD COLUMN event_captured_at timestamptz;
