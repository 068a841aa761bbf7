package org.invigil.server.events;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.invigil.server.devices.Devices;
import org.invigil.server.devices.MoveReason;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.identity.Device;
import org.invigil.server.session.ExamSession;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which window rules in which session. */
@Component
class RulingWindows {

    private final ActorTransactions transactions;
    private final Devices devices;
    private final Clock clock;

    RulingWindows(ActorTransactions transactions, Devices devices, Clock clock) {
        this.transactions = transactions;
        this.devices = devices;
        this.clock = clock;
    }

    /**
     * Makes this window the one that rules, and its device the one on which the sitting goes on, if the session is the student's and
     * not over.
     *
     * @param move why the sitting moves to another device, null to leave it where it is
     * @return whether anything is new
     * @throws org.invigil.server.devices.DeviceException if it goes on on another device and is not to move
     */
    boolean claim(Actor student, Device device, ExamSession session, UUID windowId, @Nullable MoveReason move) {
        record Outcome(Devices.Claimed claimed, boolean isNewWindow) {}
        Outcome outcome = transactions.run(
                student,
                jdbc -> new Outcome(
                        devices.claim(jdbc, session, device, move),
                        claim(jdbc, student, session.sessionId(), windowId)));
        devices.told(session, device, move, outcome.claimed());
        return outcome.isNewWindow() || outcome.claimed().isNew();
    }

    private boolean claim(JdbcClient jdbc, Actor student, UUID sessionId, UUID windowId) {
        return jdbc.sql("""
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
                == 1;
    }

    /** Whether this window rules in the session. */
    boolean rules(UUID sessionId, UUID windowId) {
        RulingWindow ruling = transactions
                .run(Actor.SYSTEM, jdbc -> of(jdbc, List.of(sessionId)))
                .get(sessionId);
        return ruling != null && ruling.windowId().equals(windowId);
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
