-- What a student answers to the decision about a sitting, and what somebody else decides on that. Who has decided anything
-- about the sitting before is refused here, whatever roles they have; so are decisions that come past an appeal.

CREATE TABLE appeals (
    id           uuid PRIMARY KEY,
    session_id   uuid        NOT NULL UNIQUE REFERENCES exam_sessions ON DELETE CASCADE,
    exam_id      uuid        NOT NULL REFERENCES exams,
    student_id   uuid        NOT NULL REFERENCES profiles,
    status       text        NOT NULL CHECK (status IN ('draft', 'sent', 'decided', 'withdrawn')), -- one that was not sent in time is said to be expired
    version      bigint      NOT NULL CHECK (version >= 1), -- rises with each save of the words
    statement    text        NOT NULL CHECK (length(statement) <= 4000), -- about the whole
    appeal_until timestamptz NOT NULL, -- until when it can be sent
    saved_at     timestamptz NOT NULL,
    sent_at      timestamptz,
    answer_until timestamptz CHECK (answer_until > sent_at), -- by when it is to be decided
    decided_at   timestamptz,
    CHECK ((status IN ('sent', 'decided')) = (sent_at IS NOT NULL AND answer_until IS NOT NULL)),
    CHECK ((status = 'decided') = (decided_at IS NOT NULL))
);
CREATE INDEX appeals_sent ON appeals (answer_until, id) WHERE status = 'sent';
CREATE INDEX appeals_decided ON appeals (decided_at DESC, id) WHERE status = 'decided';
CREATE INDEX appeals_exam ON appeals (exam_id, status, answer_until);
CREATE INDEX appeals_student ON appeals (student_id);

-- Hang on the incident's id, without a reference: what a student wrote stays when an incident goes, with what it was about.
CREATE TABLE appeal_answers (
    appeal_id   uuid        NOT NULL REFERENCES appeals ON DELETE CASCADE,
    incident_id uuid        NOT NULL,
    student_id  uuid        NOT NULL REFERENCES profiles,
    behavior    text        NOT NULL CHECK (length(behavior) BETWEEN 1 AND 40),
    started_at  timestamptz NOT NULL,
    body        text        NOT NULL CHECK (length(body) <= 4000),
    saved_at    timestamptz NOT NULL,
    PRIMARY KEY (appeal_id, incident_id)
);

-- One row about the whole, with no incident, and one about each incident that was decided on. Rows are added and never changed.
CREATE TABLE appeal_decisions (
    appeal_id   uuid        NOT NULL REFERENCES appeals ON DELETE CASCADE,
    incident_id uuid,
    student_id  uuid        NOT NULL REFERENCES profiles,
    outcome     text        NOT NULL CHECK (outcome IN ('upheld', 'granted')),
    reason      text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 4000), -- told to the student
    decided_by  uuid        NOT NULL REFERENCES profiles CHECK (decided_by <> student_id),
    decided_at  timestamptz NOT NULL,
    UNIQUE NULLS NOT DISTINCT (appeal_id, incident_id)
);

-- Row-level security -------------------------------------------------------------------------------------------

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['appeals', 'appeal_answers', 'appeal_decisions'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('GRANT SELECT, INSERT, DELETE ON %I TO invigil_app', t);
        EXECUTE format('CREATE POLICY %I ON %I FOR DELETE USING (invigil_role() = ''system'')', t || '_delete', t);
    END LOOP;
END $$;
GRANT UPDATE ON appeals, appeal_answers TO invigil_app;

-- A draft, and what was taken back, is the student's alone. What was sent is read by whoever may review the sitting.
CREATE POLICY appeals_read ON appeals FOR SELECT USING (
    (SELECT invigil_role() = 'system') OR student_id = (SELECT invigil_user_id())
    OR (status IN ('sent', 'decided') AND invigil_reviews(exam_id, student_id)));
CREATE POLICY appeals_insert ON appeals FOR INSERT WITH CHECK (
    student_id = invigil_user_id() AND status = 'draft' AND EXISTS (
        SELECT 1 FROM exam_sessions s WHERE s.id = appeals.session_id AND s.exam_id = appeals.exam_id
           AND s.student_id = invigil_user_id() AND s.status IN ('submitted', 'ended')));
-- The student writes, sends and takes back. That it is decided is set by the server, once there is a decision: see the trigger.
CREATE POLICY appeals_update ON appeals FOR UPDATE
    USING (invigil_role() = 'system' OR student_id = invigil_user_id())
    WITH CHECK (invigil_role() = 'system' OR (student_id = invigil_user_id() AND status <> 'decided'));

CREATE POLICY appeal_answers_read ON appeal_answers FOR SELECT USING (
    (SELECT invigil_role() = 'system') OR student_id = (SELECT invigil_user_id())
    OR EXISTS (SELECT 1 FROM appeals a WHERE a.id = appeal_answers.appeal_id));
CREATE POLICY appeal_answers_insert ON appeal_answers FOR INSERT WITH CHECK (
    student_id = invigil_user_id() AND EXISTS (
        SELECT 1 FROM appeals a WHERE a.id = appeal_answers.appeal_id AND a.student_id = invigil_user_id()
           AND a.status IN ('draft', 'withdrawn')));
CREATE POLICY appeal_answers_update ON appeal_answers FOR UPDATE
    USING (student_id = invigil_user_id() AND EXISTS (
        SELECT 1 FROM appeals a WHERE a.id = appeal_answers.appeal_id AND a.status IN ('draft', 'withdrawn')))
    WITH CHECK (student_id = invigil_user_id());

CREATE POLICY appeal_decisions_read ON appeal_decisions FOR SELECT USING (
    (SELECT invigil_role() = 'system') OR student_id = (SELECT invigil_user_id())
    OR EXISTS (SELECT 1 FROM appeals a WHERE a.id = appeal_decisions.appeal_id));
-- Whoever may review the sitting, in the own name; the trigger refuses who has decided about it before.
CREATE POLICY appeal_decisions_insert ON appeal_decisions FOR INSERT WITH CHECK (
    decided_by = invigil_user_id() AND EXISTS (
        SELECT 1 FROM appeals a WHERE a.id = appeal_decisions.appeal_id AND a.student_id = appeal_decisions.student_id
           AND invigil_reviews(a.exam_id, a.student_id)));

-- Triggers -----------------------------------------------------------------------------------------------------

-- Whether somebody has decided anything about a sitting. Asked for by the pages too, which cannot see every decision; it tells
-- people about themselves, and the server about everybody.
CREATE FUNCTION invigil_has_decided(sitting uuid, person uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
AS $$
DECLARE
    caller text := invigil_role();
    decided boolean;
BEGIN
    IF caller IS DISTINCT FROM 'system' AND person IS DISTINCT FROM invigil_user_id() THEN
        RETURN false;
    END IF;
    PERFORM set_config('invigil.role', 'system', true);
    decided := EXISTS (SELECT 1 FROM incident_decisions d WHERE d.session_id = sitting AND d.decided_by = person AND d.origin = 'review')
            OR EXISTS (SELECT 1 FROM session_decisions d WHERE d.session_id = sitting AND d.decided_by = person AND d.origin = 'review');
    PERFORM set_config('invigil.role', caller, true);
    RETURN decided;
END $$;

CREATE FUNCTION invigil_check_appeal_decision() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
AS $$
DECLARE
    caller text := invigil_role();
    appeal appeals;
BEGIN
    PERFORM set_config('invigil.role', 'system', true);
    SELECT * INTO appeal FROM appeals WHERE id = NEW.appeal_id FOR UPDATE; -- one decides, the other waits and is told
    PERFORM set_config('invigil.role', caller, true);
    IF appeal.status IS DISTINCT FROM 'sent' THEN
        RAISE EXCEPTION 'only an appeal that was sent and is open is decided'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_decisions_open', TABLE = 'appeal_decisions';
    END IF;
    IF invigil_has_decided(appeal.session_id, NEW.decided_by) THEN
        RAISE EXCEPTION 'who has decided about the sitting does not decide on the appeal'
            USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'appeal_decisions_by_somebody_else', TABLE = 'appeal_decisions';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appeal_decisions_by_somebody_else BEFORE INSERT ON appeal_decisions
    FOR EACH ROW EXECUTE FUNCTION invigil_check_appeal_decision();

-- The same table of transitions as AppealState has it. What was sent is not written in any more, and nothing is decided
-- without a decision about the whole.
CREATE FUNCTION invigil_check_appeal() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN (
           ('draft', 'sent'), ('withdrawn', 'sent'), ('sent', 'withdrawn'), ('sent', 'decided')) THEN
        RAISE EXCEPTION 'an appeal cannot go from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appeals_transition', TABLE = 'appeals';
    END IF;
    IF OLD.status IN ('sent', 'decided') AND (OLD.statement, OLD.version) IS DISTINCT FROM (NEW.statement, NEW.version) THEN
        RAISE EXCEPTION 'an appeal that was sent is not written in any more'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appeals_sent', TABLE = 'appeals';
    END IF;
    IF (OLD.id, OLD.session_id, OLD.exam_id, OLD.student_id) IS DISTINCT FROM (NEW.id, NEW.session_id, NEW.exam_id, NEW.student_id) THEN
        RAISE EXCEPTION 'an appeal stays what it is about' USING ERRCODE = 'check_violation', CONSTRAINT = 'appeals_identity', TABLE = 'appeals';
    END IF;
    IF OLD.status <> 'decided' AND NEW.status = 'decided'
       AND NOT EXISTS (SELECT 1 FROM appeal_decisions d WHERE d.appeal_id = NEW.id AND d.incident_id IS NULL) THEN
        RAISE EXCEPTION 'an appeal is decided by a decision'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appeals_decided', TABLE = 'appeals';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appeals_transition BEFORE UPDATE ON appeals FOR EACH ROW EXECUTE FUNCTION invigil_check_appeal();

-- A first decision does not change under an appeal, nor after one; and what says that it comes of an appeal is what the decision
-- on that appeal says, by whom it was made.
CREATE FUNCTION invigil_check_decision_under_appeal() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
AS $$
DECLARE
    caller text := invigil_role();
    appeal appeals;
    granted boolean;
    about uuid;
BEGIN
    PERFORM set_config('invigil.role', 'system', true);
    SELECT * INTO appeal FROM appeals WHERE session_id = NEW.session_id FOR SHARE;
    IF TG_TABLE_NAME = 'incident_decisions' THEN
        about := NEW.incident_id;
    END IF;
    granted := EXISTS (SELECT 1 FROM appeal_decisions d
                        WHERE d.appeal_id = appeal.id AND d.incident_id IS NOT DISTINCT FROM about
                          AND d.outcome = 'granted' AND d.decided_by = NEW.decided_by);
    PERFORM set_config('invigil.role', caller, true);
    IF NEW.origin = 'appeal' AND NOT granted THEN
        RAISE EXCEPTION 'no appeal was granted that says so'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decisions_of_appeals', TABLE = TG_TABLE_NAME;
    END IF;
    IF NEW.origin <> 'appeal' AND appeal.status IN ('sent', 'decided') THEN
        RAISE EXCEPTION 'a sitting under appeal is decided by the appeal'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decisions_under_appeal', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incident_decisions_under_appeal BEFORE INSERT ON incident_decisions
    FOR EACH ROW EXECUTE FUNCTION invigil_check_decision_under_appeal();
CREATE TRIGGER session_decisions_under_appeal BEFORE INSERT ON session_decisions
    FOR EACH ROW EXECUTE FUNCTION invigil_check_decision_under_appeal();

-- Drops the oldest partition as before, but none of these days: they have sessions under appeal.
DROP FUNCTION invigil_drop_score_partition(date);
CREATE FUNCTION invigil_drop_score_partition(before_day date, held date[] DEFAULT '{}') RETURNS date
    LANGUAGE plpgsql SECURITY DEFINER
    SET timezone = 'UTC'
    SET lock_timeout = '2s'
AS $$
DECLARE
    oldest date;
BEGIN
    IF invigil_role() <> 'system' THEN
        RAISE EXCEPTION 'partitions are dropped by the server itself' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT min(day) INTO oldest
      FROM (SELECT to_date(right(c.relname, 8), 'YYYYMMDD') AS day
              FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             WHERE i.inhparent = 'cheat_scores'::regclass AND c.relname ~ '^cheat_scores_[0-9]{8}$') days
     WHERE day <> ALL (held);
    IF oldest IS NULL OR oldest >= before_day THEN
        RETURN NULL;
    END IF;
    EXECUTE format('DROP TABLE %I', 'cheat_scores_' || to_char(oldest, 'YYYYMMDD'));
    RETURN oldest;
END $$;
REVOKE ALL ON FUNCTION invigil_drop_score_partition(date, date[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invigil_drop_score_partition(date, date[]) TO invigil_app;

-- All run in this schema only, whatever the caller's search path is.
DO $$
DECLARE f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['invigil_has_decided(uuid, uuid)', 'invigil_check_appeal_decision()', 'invigil_check_appeal()',
                             'invigil_check_decision_under_appeal()', 'invigil_drop_score_partition(date, date[])'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', f, current_schema());
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION invigil_has_decided(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invigil_has_decided(uuid, uuid) TO invigil_app;
