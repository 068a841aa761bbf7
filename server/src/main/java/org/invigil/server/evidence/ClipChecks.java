package org.invigil.server.evidence;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code clip_checks}, inside a transaction of the server itself. */
final class ClipChecks {

    /** A node that is at a clip for so long has died. */
    static final Duration LEASE = Duration.ofMinutes(3);

    /** A request may be noted so long after its clip: by a page's other node, or once the database is back. */
    static final Duration REQUESTS_COME_WITHIN = Duration.ofMinutes(5);

    /** Rows that another node is at are passed over; what it takes is its own until it is due again. */
    private static final String TAKE = """
            UPDATE clip_checks c SET due_at = :again, tries = least(c.tries + 1, 1000)
              FROM (SELECT clip_id FROM clip_checks WHERE state = 'unchecked' AND due_at <= :now
                     ORDER BY (SELECT sum(tries) FROM clip_checks o WHERE o.session_id = clip_checks.session_id), due_at
                     LIMIT 1 FOR UPDATE SKIP LOCKED) AS due
             WHERE c.clip_id = due.clip_id
            RETURNING c.clip_id, c.tries, c.said_to_start_at""";

    private static final String NOW_REQUESTED = """
            UPDATE clip_checks c SET state = 'unchecked', due_at = ?, tries = 0
              FROM clip_requests r
             WHERE r.id = c.clip_id AND r.session_id = c.session_id AND c.state = 'not_requested' AND c.clip_id = ANY (?)""";

    /** Of a clip that nobody has asked for it counts as a try that it was told. */
    private static final String STILL_NOT_REQUESTED = """
            UPDATE clip_checks SET tries = 1 WHERE state = 'not_requested' AND tries = 0 AND due_at <= ?
            RETURNING session_id""";

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

    /** Of a clip that has just been stored: to be checked at once, or told if it is still not asked for after a time. */
    static void insert(JdbcClient jdbc, Clip clip, ClipCheck.State state, Instant saidToStartAt) {
        boolean isRequested = state != ClipCheck.State.NOT_REQUESTED;
        Instant due = isRequested ? clip.uploadedAt() : clip.uploadedAt().plus(REQUESTS_COME_WITHIN);
        jdbc.sql("""
                        INSERT INTO clip_checks (clip_id, session_id, student_id, state, said_to_start_at, due_at)
                        VALUES (?, ?, ?, ?, ?, ?)""")
                .params(
                        clip.id(),
                        clip.sessionId(),
                        clip.studentId(),
                        state.wireName(),
                        SqlTime.toSql(saidToStartAt),
                        SqlTime.toSql(due))
                .update();
    }

    /** Requests for these clips have come to be known: those that are there already are checked like others. */
    static int nowRequested(JdbcClient jdbc, UUID[] clipIds, Instant now) {
        return jdbc.sql(NOW_REQUESTED).params(SqlTime.toSql(now), clipIds).update();
    }

    /** The sessions of clips for which no request has come in all the time that it might, each clip once. */
    static List<UUID> stillNotRequested(JdbcClient jdbc, Instant now) {
        return jdbc.sql(STILL_NOT_REQUESTED)
                .param(SqlTime.toSql(now))
                .query(UUID.class)
                .list();
    }

    /** Takes a clip for a while: of the session that has been looked at least, so that nobody's clips hold up all others. */
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

    /** It could not be checked yet, which is no try. */
    static int putOff(JdbcClient jdbc, UUID clipId, Instant until) {
        return jdbc.sql("UPDATE clip_checks SET due_at = ?, tries = greatest(tries - 1, 0)"
                        + " WHERE clip_id = ? AND state = 'unchecked'")
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
