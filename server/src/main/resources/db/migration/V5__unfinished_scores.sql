-- The row of scores that is being gathered, one a session. At a low frame rate ten frames take seconds, and a server that
-- is killed must not take them along. The full row goes into cheat_scores, whose rows never change; what stands here is
-- made a row only if its server died before. Every column of cheat_scores stands here too, under the same checks, so
-- that whatever is accepted here is accepted there.

CREATE TABLE unfinished_scores (
    LIKE cheat_scores INCLUDING DEFAULTS INCLUDING CONSTRAINTS,
    PRIMARY KEY (session_id),
    FOREIGN KEY (student_id) REFERENCES profiles,
    FOREIGN KEY (session_id, session_started_at) REFERENCES exam_sessions (id, started_at) ON DELETE CASCADE
) WITH (fillfactor = 40); -- written over twice a second: room for the new version on the same page

ALTER TABLE unfinished_scores ENABLE ROW LEVEL SECURITY;
ALTER TABLE unfinished_scores FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON unfinished_scores TO invigil_app;

CREATE POLICY unfinished_scores_analyzer ON unfinished_scores FOR ALL
    USING (invigil_role() = 'analyzer') WITH CHECK (invigil_role() = 'analyzer');
