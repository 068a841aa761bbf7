-- Whether a sitting with an incident of this behaviour is looked at first. The one place that says so.
CREATE FUNCTION invigil_is_looked_at_first(behavior text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT behavior IN ('multiple_faces', 'away', 'camera_replayed')
$$;

-- As in V25, but for what is looked at first: a possible recording is, too.
CREATE OR REPLACE FUNCTION invigil_refresh_review_cases(sessions uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
AS $$
DECLARE
    caller text := invigil_role();
BEGIN
    PERFORM set_config('invigil.role', 'system', true); -- nobody may write cases, apart from this
    INSERT INTO review_samples (exam_id, seed, drawn_at)
    SELECT DISTINCT s.exam_id, hashtextextended(gen_random_uuid()::text, 0), clock_timestamp()
      FROM exam_sessions s WHERE s.id = ANY (sessions)
        ON CONFLICT (exam_id) DO NOTHING;
    -- The lock is on its own, so that the statement after it sees what the one waited for has written.
    PERFORM FROM review_cases WHERE session_id = ANY (sessions) ORDER BY session_id FOR UPDATE;
    INSERT INTO review_cases AS c (session_id, exam_id, student_id, over_at, due_at, is_flagged, is_sample, priority, rank,
                                   incidents, undecided, outcome, assigned_to)
    SELECT s.id, s.exam_id, s.student_id, s.status_since,
           s.status_since + make_interval(days => coalesce((s.policy #>> '{review,decide_within_days}')::integer, 14)),
           seen.flagged, NOT seen.flagged AND drawn.share < coalesce((s.policy #>> '{review,sample_share}')::numeric, 0.05),
           CASE WHEN NOT seen.flagged THEN drawn.priority
                WHEN seen.grave OR s.cheat_score >= 60 THEN 1
                WHEN seen.notable OR s.cheat_score >= 25 THEN 2
                ELSE 3 END,
           CASE WHEN NOT seen.flagged THEN drawn.rank ELSE 10000 - round(s.cheat_score * 100)::integer END,
           seen.incidents, seen.undecided,
           (SELECT d.outcome FROM session_decisions d
             WHERE d.session_id = s.id AND NOT EXISTS (SELECT 1 FROM session_decisions n WHERE n.supersedes = d.id)),
           (SELECT a.reviewer_id FROM review_assignments a WHERE a.session_id = s.id ORDER BY a.seq DESC LIMIT 1)
      FROM exam_sessions s
      JOIN review_samples sample ON sample.exam_id = s.exam_id
     CROSS JOIN LATERAL (
            SELECT count(*)::integer AS incidents,
                   count(*) FILTER (WHERE invigil_must_be_decided(i.behavior) AND i.ended_at IS NOT NULL
                                    AND NOT EXISTS (SELECT 1 FROM incident_decisions d WHERE d.incident_id = i.id))::integer AS undecided,
                   coalesce(bool_or(invigil_must_be_decided(i.behavior)), false) AS flagged,
                   coalesce(bool_or(invigil_is_looked_at_first(i.behavior)), false) AS grave,
                   coalesce(bool_or(i.behavior = 'absent'), false) AS notable
              FROM incidents i WHERE i.session_id = s.id) seen
     CROSS JOIN LATERAL (SELECT hashtextextended(s.id::text, sample.seed) & 9223372036854775807 AS number) hash
     CROSS JOIN LATERAL (
            -- A sample stands among those of which the program thought little, so that its place does not tell what it is.
            SELECT (hash.number % 1000003) / 1000003.0 AS share,
                   CASE WHEN (hash.number / 1000003) % 3 = 0 THEN 2 ELSE 3 END AS priority,
                   CASE WHEN (hash.number / 1000003) % 3 = 0 THEN 4000 + (hash.number / 3000009) % 3500
                        ELSE 7500 + (hash.number / 3000009) % 2500 END::integer AS rank) drawn
     WHERE s.id = ANY (sessions) AND s.status IN ('submitted', 'ended')
        ON CONFLICT (session_id) DO UPDATE
       SET over_at = excluded.over_at, due_at = excluded.due_at, is_flagged = excluded.is_flagged, is_sample = excluded.is_sample,
           priority = excluded.priority, rank = excluded.rank, incidents = excluded.incidents, undecided = excluded.undecided,
           outcome = excluded.outcome, assigned_to = excluded.assigned_to;
    PERFORM set_config('invigil.role', caller, true);
END $$;

DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION invigil_refresh_review_cases(uuid[]) SET search_path = %I, pg_temp', current_schema());
    REVOKE ALL ON FUNCTION invigil_refresh_review_cases(uuid[]) FROM PUBLIC;
END $$;
