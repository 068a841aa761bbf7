package org.invigil.server.events;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which window rules in which session. */
@Component
class RulingWindows {

    private final ActorTransactions transactions;
    private final Clock clock;

    RulingWindows(ActorTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Makes this window the one that rules, if the session is the student's and not over.
     *
     * @return whether another window ruled before, or none
     */
    boolean claim(Actor student, UUID sessionId, UUID windowId) {
        return transactions.run(
                student,
                jdbc -> jdbc.sql("""
                                INSERT INTO session_windows (session_id, student_id, window_id, since)
                                SELECT id, student_id, ?, ? FROM exam_sessions
                                WHERE id = ? AND student_id = ? AND status NOT IN ('submitted', 'ended')
                                ON CONFLICT (session_id) DO UPDATE
                                SET window_id = excluded.window_id, since = excluded.since
                                WHERE session_windows.window_id <> excluded.window_id""")
                                .params(
                                        windowId,
                                        SqlTime.toSql(clock.instant().truncatedTo(ChronoUnit.MILLIS)),
                                        sessionId,
                                        student.person())
                                .update()
                        == 1);
    }

    /** Those of these sessions, inside a transaction that the caller has begun; a session that has none is missing. */
    static Map<UUID, RulingWindow> of(JdbcClient jdbc, Collection<UUID> sessionIds) {
        Map<UUID, RulingWindow> windows = new HashMap<>();
        jdbc.sql("SELECT session_id, window_id, since FROM session_windows WHERE session_id = ANY (?)")
                .param(sessionIds.toArray(UUID[]::new))
                .query((row, number) -> windows.put(
                        row.getObject("session_id", UUID.class),
                        new RulingWindow(row.getObject("window_id", UUID.class), SqlTime.instant(row, "since"))))
                .list();
        return windows;
    }
}
