package org.invigil.server.evidence;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code clip_checks}, inside a transaction of the server itself. */
final class ClipChecks {

    /** A node that is at a clip for so long has died. */
    private static final Duration LEASE = Duration.ofMinutes(3);

    /** Rows that another node is at are passed over; what it takes is its own until it is due again. */
    private static final String TAKE = """
            UPDATE clip_checks c SET due_at = :again, tries = least(c.tries + 1, 1000)
              FROM (SELECT clip_id FROM clip_checks WHERE state = 'unchecked' AND due_at <= :now
                     ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED) AS due
             WHERE c.clip_id = due.clip_id
            RETURNING c.clip_id, c.tries, c.said_to_start_at""";

    private static final String NOW_REQUESTED = """
            UPDATE clip_checks c SET state = 'unchecked', due_at = ?
              FROM clip_requests r
             WHERE r.id = c.clip_id AND r.session_id = c.session_id AND c.state = 'not_requested' AND c.clip_id = ANY (?)""";

    private static final String FINISH = """
            UPDATE clip_checks SET state = :state, reasons = :reasons, shown_ms = :shown, compared = :compared,
                   differing = :differing, checked_at = :at
             WHERE clip_id = :id AND state = 'unchecked'""";

    private ClipChecks() {}

    /**
     * A clip to check.
     *
     * @param tries this one included
     * @param saidToStartAt by the page's clock
     */
    record Due(UUID clipId, int tries, Instant saidToStartAt) {}

    /** Of a clip that has just been stored. */
    static void insert(JdbcClient jdbc, Clip clip, ClipCheck.State state, Instant saidToStartAt) {
        jdbc.sql("""
                        INSERT INTO clip_checks (clip_id, session_id, student_id, state, said_to_start_at, due_at)
                        VALUES (?, ?, ?, ?, ?, ?)""")
                .params(
                        clip.id(),
                        clip.sessionId(),
                        clip.studentId(),
                        state.wireName(),
                        SqlTime.toSql(saidToStartAt),
                        SqlTime.toSql(clip.uploadedAt()))
                .update();
    }

    /** Requests for these clips have come to be known: those that are there already are checked like others. */
    static int nowRequested(JdbcClient jdbc, UUID[] clipIds, Instant now) {
        return jdbc.sql(NOW_REQUESTED).params(SqlTime.toSql(now), clipIds).update();
    }

    /** Takes the clip that has waited longest, for a while. */
    static Optional<Due> take(JdbcClient jdbc, Instant now) {
        return jdbc.sql(TAKE)
                .param("now", SqlTime.toSql(now))
                .param("again", SqlTime.toSql(now.plus(LEASE)))
                .query((row, number) -> new Due(
                        row.getObject("clip_id", UUID.class),
                        row.getInt("tries"),
                        SqlTime.instant(row, "said_to_start_at")))
                .optional();
    }

    static int putOff(JdbcClient jdbc, UUID clipId, Instant until) {
        return jdbc.sql("UPDATE clip_checks SET due_at = ? WHERE clip_id = ? AND state = 'unchecked'")
                .params(SqlTime.toSql(until), clipId)
                .update();
    }

    /** Writes what came of it; returns whether nobody had before. */
    static boolean finish(JdbcClient jdbc, UUID clipId, ClipCheck check, Instant at) {
        return jdbc.sql(FINISH)
                        .param("state", check.state().wireName())
                        .param(
                                "reasons",
                                check.reasons().stream()
                                        .map(ClipCheck.Reason::wireName)
                                        .toArray(String[]::new))
                        .param("shown", check.shownMs(), Types.BIGINT)
                        .param("compared", check.comparedSeconds())
                        .param("differing", check.differingSeconds())
                        .param("at", SqlTime.toSql(at))
                        .param("id", clipId)
                        .update()
                == 1;
    }
}
