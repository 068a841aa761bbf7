package org.invigil.server.messages;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.session.SittingSnapshots;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/** Hands go up and down, and are answered. */
@Service
class Hands {

    private static final int LISTED = 500;

    private final ActorTransactions transactions;
    private final ExamSessions sessions;
    private final SittingSnapshots sittings;
    private final Messages messages;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Hands(
            ActorTransactions transactions,
            ExamSessions sessions,
            SittingSnapshots sittings,
            Messages messages,
            ApplicationEventPublisher events,
            Clock clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.sittings = sittings;
        this.messages = messages;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Raises the student's hand. One that waits already keeps its place and says what is said now.
     *
     * @throws MessageException if the session is not the student's, or is over
     */
    Hand raise(Actor student, UUID sessionId, HandKind kind, @Nullable String note) {
        ExamSession session = own(student, sessionId);
        if (session.isOver()) {
            throw MessageException.sittingOver();
        }
        Hand raised = transactions.run(student, jdbc -> {
            jdbc.sql("""
                            INSERT INTO hands (session_id, student_id, kind, note, raised_at)
                            VALUES (:session, :student, :kind, :note, :now)
                            ON CONFLICT (session_id) DO UPDATE
                            SET kind = excluded.kind, note = excluded.note, answered_at = NULL, answered_by = NULL,
                                raised_at = CASE WHEN hands.answered_at IS NULL THEN hands.raised_at ELSE excluded.raised_at END""")
                    .param("session", sessionId)
                    .param("student", student.person())
                    .param("kind", kind.wireName())
                    .param("note", note)
                    .param("now", SqlTime.toSql(now()))
                    .update();
            return Optional.ofNullable(Hand.of(jdbc, List.of(sessionId)).get(sessionId))
                    .orElseThrow(MessageException::sittingOver);
        });
        events.publishEvent(new StudentNews());
        return raised;
    }

    /** Takes the student's hand down, if it is up. */
    void lower(Actor student, UUID sessionId) {
        own(student, sessionId);
        transactions.run(student, jdbc -> jdbc.sql("DELETE FROM hands WHERE session_id = ?")
                .param(sessionId)
                .update());
        events.publishEvent(new StudentNews());
    }

    private ExamSession own(Actor student, UUID sessionId) {
        return sessions.find(sessionId)
                .filter(session -> session.studentId().equals(student.userId()))
                .orElseThrow(MessageException::sessionNotFound);
    }

    /**
     * The hands that wait and that this actor may see: who is locked out first, then who waits longest.
     *
     * @param examId null for every exam
     */
    List<RaisedHand> waiting(Actor staff, @Nullable UUID examId) {
        Map<UUID, Hand> hands = new HashMap<>();
        // Hands of sittings that are over stay with them: they must not count among those that are listed.
        transactions.run(staff, jdbc -> jdbc.sql("""
                        SELECT session_id, kind, note, raised_at, answered_at FROM hands
                         WHERE answered_at IS NULL AND session_id = ANY (:going)
                         ORDER BY array_position('{locked_out,technical,question}'::text[], kind), raised_at, session_id
                         LIMIT :most""")
                .param("going", sittings.goingOn(jdbc, examId).toArray(UUID[]::new))
                .param("most", LISTED)
                .query((row, number) -> hands.put(row.getObject("session_id", UUID.class), Hand.of(row)))
                .list());
        return sessions.find(hands.keySet()).stream()
                .filter(session -> !session.isOver())
                .map(session -> new RaisedHand(
                        session.sessionId(),
                        session.examId(),
                        session.examTitle(),
                        session.studentDisplayName(),
                        session.status(),
                        Objects.requireNonNull(hands.get(session.sessionId()))))
                .sorted(Comparator.comparing(
                                (RaisedHand raised) -> raised.hand().kind())
                        .thenComparing(raised -> raised.hand().raisedAt()))
                .toList();
    }

    /**
     * Takes on a hand, with words to the student or without.
     *
     * @throws MessageException if it is down, or the session not this actor's to watch
     */
    void answer(Actor staff, UUID sessionId, @Nullable String text) {
        ExamSession session = sessions.find(sessionId).orElseThrow(MessageException::handGone);
        transactions.run(staff, jdbc -> {
            int answered = jdbc.sql("""
                            UPDATE hands SET answered_at = ?, answered_by = ?
                            WHERE session_id = ? AND answered_at IS NULL""")
                    .params(SqlTime.toSql(now()), staff.person(), sessionId)
                    .update();
            if (answered == 0) {
                throw MessageException.handGone();
            }
            if (text != null) {
                messages.send(jdbc, staff, session.examId(), new Messages.Draft(Audience.SESSION, sessionId, text));
            }
            return answered;
        });
        events.publishEvent(new StudentNews());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
