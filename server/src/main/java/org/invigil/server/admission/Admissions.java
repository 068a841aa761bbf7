package org.invigil.server.admission;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.sitting.SittingState;
import org.invigil.server.database.SqlTime;
import org.invigil.server.exam.PolicyReader;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.session.SessionOver;
import org.invigil.server.session.SittingControl;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Students ask to be let in; proctors look at the pictures, and let in or ask for another. */
@Service
public class Admissions {

    private static final int LISTED = 500;

    private final ActorTransactions transactions;
    private final ExamSessions sessions;
    private final SittingControl control;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Admissions(
            ActorTransactions transactions,
            ExamSessions sessions,
            SittingControl control,
            ApplicationEventPublisher events,
            Clock clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.control = control;
        this.events = events;
        this.clock = clock;
    }

    /**
     * The student asks to be let in: the next frame of the camera becomes the picture. Asking again while a picture is being
     * looked at changes nothing.
     *
     * @throws AdmissionException if the session is not the student's, or does not wait
     */
    void ask(Actor student, UUID sessionId) {
        ExamSession session = sessions.find(sessionId)
                .filter(found -> found.studentId().equals(student.userId()))
                .orElseThrow(AdmissionException::notFound);
        if (session.status() != SittingState.WAITING) {
            throw AdmissionException.notWaiting();
        }
        transactions.run(student, jdbc -> jdbc.sql("""
                        INSERT INTO admissions (session_id, student_id, asked_at) VALUES (?, ?, ?)
                        ON CONFLICT (session_id) DO UPDATE SET asked_at = excluded.asked_at WHERE admissions.asked_at IS NULL""")
                .params(sessionId, student.person(), SqlTime.toSql(now()))
                .update());
        events.publishEvent(new AdmissionNews());
    }

    /** Who waits to be let in and is this actor's to let in, who waits longest first. */
    List<WaitingStudent> waiting(Actor staff) {
        record Asked(Instant askedAt, @Nullable Instant pictureAt, boolean hasFirstPicture) {}
        Map<UUID, Asked> asked = new HashMap<>();
        transactions.run(staff, jdbc -> jdbc.sql("""
                        SELECT a.session_id, a.asked_at, a.picture_at,
                               EXISTS (SELECT 1 FROM first_pictures f WHERE f.student_id = a.student_id) AS has_first
                          FROM admissions a
                         WHERE a.asked_at IS NOT NULL AND a.student_id <> :own
                         ORDER BY a.asked_at LIMIT :most""")
                .param("own", staff.person())
                .param("most", LISTED)
                .query((row, number) -> asked.put(
                        row.getObject("session_id", UUID.class),
                        new Asked(
                                SqlTime.instant(row, "asked_at"),
                                SqlTime.nullableInstant(row, "picture_at"),
                                row.getBoolean("has_first"))))
                .list());
        return sessions.find(asked.keySet()).stream()
                .filter(session -> session.status() == SittingState.WAITING)
                .map(session -> {
                    Asked how = Objects.requireNonNull(asked.get(session.sessionId()));
                    return new WaitingStudent(
                            session.sessionId(),
                            session.examId(),
                            session.examTitle(),
                            session.studentDisplayName(),
                            how.askedAt(),
                            how.pictureAt() != null,
                            how.pictureAt(),
                            how.hasFirstPicture());
                })
                .sorted(Comparator.comparing(WaitingStudent::askedAt))
                .toList();
    }

    /** The picture that was taken when the student asked last. */
    byte[] picture(Actor staff, UUID sessionId) {
        return picture(staff, "SELECT picture FROM admissions WHERE picture IS NOT NULL AND session_id = ?", sessionId);
    }

    /** The picture of an earlier sitting to compare it with. */
    byte[] firstPicture(Actor staff, UUID sessionId) {
        return picture(
                staff,
                "SELECT f.picture FROM admissions a JOIN first_pictures f ON f.student_id = a.student_id WHERE a.session_id = ?",
                sessionId);
    }

    private byte[] picture(Actor staff, String sql, UUID sessionId) {
        return transactions.run(staff, jdbc -> {
            requireAllowed(jdbc, sessionId);
            return jdbc.sql(sql)
                    .param(sessionId)
                    .query((row, number) -> row.getBytes("picture"))
                    .optional()
                    .orElseThrow(AdmissionException::noPicture);
        });
    }

    /**
     * Lets the student in: the clock starts. The picture goes, or becomes the student's first one where the policy keeps it.
     *
     * @param seen when the picture was taken that was looked at; null if none was there
     * @throws AdmissionException if the student does not ask, the picture is another by now, or the exam has closed
     */
    void admit(Actor staff, UUID sessionId, @Nullable Instant seen) {
        SittingControl.Done done =
                transactions.runThenAsSystem(staff, jdbc -> requireAllowed(jdbc, sessionId), (jdbc, allowed) -> {
                    ExamSession kept = keepWaiting(jdbc, sessionId);
                    if (!isThePicture(jdbc, sessionId, seen)) {
                        throw AdmissionException.anotherPicture();
                    }
                    if (!now().isBefore(kept.endsAt())) {
                        throw AdmissionException.closed();
                    }
                    Policy.Admission policy =
                            PolicyReader.read(kept.policyJson()).admission();
                    if (policy.keepFirstPicture()) {
                        keepFirst(jdbc, kept, Duration.ofDays(policy.keepDays()));
                    }
                    jdbc.sql("DELETE FROM admissions WHERE session_id = ?")
                            .param(sessionId)
                            .update();
                    return control.move(jdbc, kept, SittingState.ACTIVE, staff, "let in");
                });
        control.publish(done);
        events.publishEvent(new AdmissionNews());
    }

    /**
     * Asks for another picture, with a sentence that the student reads.
     *
     * @throws AdmissionException if the student does not ask
     */
    void askAgain(Actor staff, UUID sessionId, String sentence) {
        transactions.runThenAsSystem(staff, jdbc -> requireAllowed(jdbc, sessionId), (jdbc, allowed) -> {
            keepWaiting(jdbc, sessionId);
            return jdbc.sql("UPDATE admissions SET asked_at = NULL, picture = NULL, picture_at = NULL, sentence = ?"
                            + " WHERE session_id = ?")
                    .params(sentence, sessionId)
                    .update();
        });
        events.publishEvent(new AdmissionNews());
    }

    private ExamSession keepWaiting(JdbcClient jdbc, UUID sessionId) {
        ExamSession kept = control.keep(jdbc, sessionId).orElseThrow(AdmissionException::notFound);
        boolean isAsked = jdbc.sql(
                        "SELECT EXISTS (SELECT 1 FROM admissions WHERE session_id = ? AND asked_at IS NOT NULL)")
                .param(sessionId)
                .query(Boolean.class)
                .single();
        if (kept.status() != SittingState.WAITING || !isAsked) {
            throw AdmissionException.notAsked();
        }
        return kept;
    }

    /** Locks the row: pictures are stored without the lock of the sitting. */
    private static boolean isThePicture(JdbcClient jdbc, UUID sessionId, @Nullable Instant seen) {
        return jdbc.sql("SELECT picture_at FROM admissions WHERE session_id = ? FOR UPDATE")
                .param(sessionId)
                .query((row, number) -> Optional.ofNullable(SqlTime.nullableInstant(row, "picture_at")))
                .single()
                .equals(Optional.ofNullable(seen));
    }

    /** The first one stays the first; that it was looked at keeps it longer. */
    private void keepFirst(JdbcClient jdbc, ExamSession session, Duration keptFor) {
        jdbc.sql("""
                        INSERT INTO first_pictures (student_id, picture, taken_at, kept_until)
                        SELECT student_id, picture, picture_at, :until FROM admissions
                         WHERE session_id = :session AND picture IS NOT NULL
                        ON CONFLICT (student_id) DO UPDATE
                        SET kept_until = greatest(first_pictures.kept_until, excluded.kept_until)""")
                .param("until", SqlTime.toSql(now().plus(keptFor)))
                .param("session", session.sessionId())
                .update();
    }

    private static boolean requireAllowed(JdbcClient jdbc, UUID sessionId) {
        if (!SittingControl.mayStepIn(jdbc, sessionId)) {
            throw AdmissionException.notFound();
        }
        return true;
    }

    /**
     * Deletes the first pictures whose time is over, and what is left of sittings that are: the node that ended one may have
     * stopped before it deleted the picture.
     *
     * @return how many first pictures
     */
    public int deleteWhatIsOver() {
        List<UUID> left = transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT session_id FROM admissions")
                .query(UUID.class)
                .list());
        UUID[] over = sessions.find(left).stream()
                .filter(ExamSession::isOver)
                .map(ExamSession::sessionId)
                .toArray(UUID[]::new);
        return transactions.run(Actor.SYSTEM, jdbc -> {
            jdbc.sql("DELETE FROM admissions WHERE session_id = ANY (?)")
                    .param(over)
                    .update();
            return jdbc.sql("DELETE FROM first_pictures WHERE kept_until < ?")
                    .param(SqlTime.toSql(now()))
                    .update();
        });
    }

    /** Whoever was not let in has no picture left behind. */
    @EventListener
    void over(SessionOver event) {
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("DELETE FROM admissions WHERE session_id = ?")
                .param(event.session().sessionId())
                .update());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
