-- One absence is one incident. Until now a long one was stored as two, `absent` and `away`; from now on it is the one that
-- began as `absent` and became `away`. What is stored already is made so here, as the pages have shown it all along: an
-- `away` and the newest `absent` whose time it shares are one, under the identity and from the beginning of that `absent`.
-- An `away` without one (a policy without `absent` gives such) stays as it is. No score changes.
--
-- It reads the incidents once, and locks and writes those of long absences only. Scores that a node left behind in the
-- middle of an absence (session_streams.parked_state) go on with the one incident, and count it once.

SELECT set_config('invigil.role', 'system', true);

WITH pairs AS (
    SELECT away.id AS away_id, absent.id AS absent_id, away.session_id, away.ended_at, away.confidence, away.focus_score_min
      FROM incidents away
     CROSS JOIN LATERAL (
            SELECT id FROM incidents
             WHERE session_id = away.session_id AND behavior = 'absent'
               AND started_at <= coalesce(away.ended_at, 'infinity') AND away.started_at <= coalesce(ended_at, 'infinity')
             ORDER BY started_at DESC, id LIMIT 1) absent
     WHERE away.behavior = 'away'
), grown AS (
    UPDATE incidents
       SET behavior = 'away',
           ended_at = CASE WHEN incidents.ended_at IS NOT NULL AND pair.all_ended THEN greatest(incidents.ended_at, pair.ended_at) END,
           confidence = pair.confidence,
           focus_score_min = least(incidents.focus_score_min, pair.focus_score_min)
      FROM (SELECT absent_id, max(ended_at) AS ended_at, bool_and(ended_at IS NOT NULL) AS all_ended,
                   max(confidence) AS confidence, min(focus_score_min) AS focus_score_min
              FROM pairs GROUP BY absent_id) pair
     WHERE incidents.id = pair.absent_id
), gone AS (
    DELETE FROM incidents USING pairs WHERE incidents.id = pairs.away_id
), identities AS (
    SELECT session_id, away_id::text AS told_id, absent_id::text AS kept_id FROM pairs
    UNION SELECT session_id, absent_id::text, absent_id::text FROM pairs
)
UPDATE session_streams stream
   SET parked_state = parked_state || jsonb_build_object(
           'incidentCount', (parked_state->>'incidentCount')::integer - merged.pairs,
           'open', (SELECT coalesce(jsonb_agg(incident ORDER BY place), '[]')
                      FROM (SELECT DISTINCT ON (coalesce(one.kept_id, told.incident->>'id')) told.place,
                                   CASE WHEN one.kept_id IS NULL THEN told.incident
                                        ELSE told.incident || jsonb_build_object('id', one.kept_id, 'behavior', 'AWAY') END AS incident
                              FROM jsonb_array_elements(stream.parked_state->'open') WITH ORDINALITY AS told (incident, place)
                              LEFT JOIN identities one ON one.session_id = stream.session_id AND one.told_id = told.incident->>'id'
                             ORDER BY coalesce(one.kept_id, told.incident->>'id'), told.place) kept))
  FROM (SELECT session_id, count(*)::integer AS pairs FROM pairs GROUP BY session_id) merged
 WHERE stream.session_id = merged.session_id
   AND jsonb_typeof(parked_state->'open') = 'array' AND jsonb_typeof(parked_state->'incidentCount') = 'number';

SELECT set_config('invigil.role', '', true);
