package org.invigil.server.review;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.watch.WatchRows;
import org.invigil.server.watch.Watching;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the lines of the list of sessions, inside a transaction that its caller has begun. The scores of a session
 * that is over stand with it; those of another one are in its newest row, and only for those are score rows looked at.
 */
final class SessionSummaries {

    private static final String SUMMARIES = """
            SELECT s.id, s.exam_id, e.title, s.student_id, p.username, p.display_name, s.attempt, s.status, s.status_since,
                   s.started_at, s.ends_at, s.submitted_at, s.submit_reason, s.end_reason, s.last_focus_score AS focus_score, coalesce(s.cheat_score, 0) AS cheat_score,
                   i.incident_count, i.open_incident_count,
                   (SELECT count(*) FROM video_metadata v WHERE v.session_id = s.id) AS clip_count,
                   d.outcome, d.decided_at, d.deadline
              FROM exam_sessions s
              JOIN exams e ON e.id = s.exam_id
              JOIN profiles p ON p.id = s.student_id
             CROSS JOIN LATERAL (SELECT count(*) AS incident_count, count(*) FILTER (WHERE ended_at IS NULL) AS open_incident_count
                                   FROM incidents WHERE session_id = s.id) i
              LEFT JOIN LATERAL (SELECT outcome, decided_at, deadline FROM session_decisions d
                                  WHERE d.session_id = s.id
                                    AND NOT EXISTS (SELECT 1 FROM session_decisions n WHERE n.supersedes = d.id)) d ON true
             WHERE s.id = ANY (?)
            """;

    private static final String RUNNING = """
            SELECT s.id, c.focus_score, c.cheat_score
              FROM exam_sessions s
             CROSS JOIN LATERAL (SELECT focus_score, cheat_score FROM cheat_scores
                                  WHERE session_id = s.id AND session_started_at = s.started_at
                                  ORDER BY batch_seq DESC LIMIT 1) c
             WHERE s.id = ANY (?) AND s.status NOT IN ('submitted', 'ended')
            """;

    /** Before the first row. */
    static final Running NOTHING_SEEN = new Running(null, 0);

    private SessionSummaries() {}

    /**
     * The scores so far of a session that is not over, 0 to 100.
     *
     * @param focusScore null before the first row
     */
    record Running(@Nullable Double focusScore, double cheatScore) {}

    /** The lines of these sessions, in no order. Without those that are not there for the one who asks. */
    static List<SessionSummary> of(JdbcClient jdbc, Collection<UUID> ids) {
        List<SessionSummary> summaries = jdbc.sql(SUMMARIES)
                .param(ids.toArray(UUID[]::new))
                .query(SessionSummary::of)
                .list();
        Map<UUID, Running> running = running(
                jdbc,
                summaries.stream()
                        .filter(summary -> !summary.status().isOver())
                        .map(SessionSummary::sessionId)
                        .toList());
        Map<UUID, Watching> watchings = WatchRows.of(
                jdbc, summaries.stream().map(SessionSummary::sessionId).toList());
        return summaries.stream()
                .map(summary -> summary.withRunning(running.get(summary.sessionId()))
                        .withWatching(watchings.get(summary.sessionId())))
                .toList();
    }

    /** The scores so far of those of these sessions that are not over and have a row. */
    static Map<UUID, Running> running(JdbcClient jdbc, Collection<UUID> ids) {
        Map<UUID, Running> running = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql(RUNNING)
                    .param(ids.toArray(UUID[]::new))
                    .query((row, number) -> running.put(
                            row.getObject("id", UUID.class),
                            new Running(row.getDouble("focus_score"), row.getDouble("cheat_score"))))
                    .list();
        }
        return running;
    }
}
