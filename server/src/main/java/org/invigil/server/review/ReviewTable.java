package org.invigil.server.review;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.identity.Reviewers;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The table around which reviewers of one sitting sit: what each has decided, said and taken, and who is there. It is always
 * given whole, so that a page that missed something has everything with the next look.
 */
@Service
class ReviewTable {

    /** A page says every second that it is there; two that get lost are no leaving. */
    static final Duration PRESENT_FOR = Duration.ofSeconds(4);

    static final int MAX_COMMENTS = 500;

    private static final String COMMENTS = """
            SELECT c.*, p.display_name FROM review_comments c LEFT JOIN profiles p ON p.id = c.written_by
             WHERE c.session_id = ? ORDER BY c.written_at, c.id""";

    private static final String ASSIGNMENT = """
            SELECT a.*, r.display_name AS reviewer_name, b.display_name AS assigned_by_name
              FROM review_assignments a
              LEFT JOIN profiles r ON r.id = a.reviewer_id
              LEFT JOIN profiles b ON b.id = a.assigned_by
             WHERE a.session_id = ? ORDER BY a.seq DESC LIMIT 1""";

    private static final String PRESENT = """
            SELECT r.reviewer_id, r.incident_id, p.display_name
              FROM review_presence r JOIN profiles p ON p.id = r.reviewer_id
             WHERE r.session_id = :session AND r.seen_at > :since AND r.reviewer_id <> :me ORDER BY p.display_name, p.id""";

    private final ActorTransactions transactions;
    private final Reviewers reviewers;
    private final Clock clock;

    ReviewTable(ActorTransactions transactions, Reviewers reviewers, Clock clock) {
        this.transactions = transactions;
        this.reviewers = reviewers;
        this.clock = clock;
    }

    /**
     * What there is.
     *
     * @throws ReviewException if the sitting is not there for this actor
     */
    SessionReview find(Actor actor, UUID sessionId) {
        return transactions.run(actor, jdbc -> read(jdbc, actor, sessionId));
    }

    /**
     * Notes that a reviewer has the sitting open.
     *
     * @param incidentId at which incident, null for none
     * @return what there is
     * @throws ReviewException if the actor does not review it
     */
    SessionReview attend(Actor actor, UUID sessionId, @Nullable UUID incidentId) {
        return transactions.run(actor, jdbc -> {
            Reviewing.Sitting sitting = Reviewing.requireReviewer(jdbc, actor, sessionId);
            jdbc.sql("""
                            INSERT INTO review_presence (session_id, reviewer_id, student_id, incident_id, seen_at)
                            VALUES (:session, :me, :student, CAST(:incident AS uuid), :now)
                            ON CONFLICT (session_id, reviewer_id)
                            DO UPDATE SET incident_id = excluded.incident_id, seen_at = excluded.seen_at""")
                    .param("session", sessionId)
                    .param("me", actor.person())
                    .param("student", sitting.studentId())
                    .param("incident", incidentId)
                    .param("now", SqlTime.toSql(now()))
                    .update();
            return read(jdbc, actor, sessionId);
        });
    }

    /**
     * Adds a comment; sending it again changes nothing.
     *
     * @param body 1 to 4000 characters
     * @throws ReviewException if the actor does not review the sitting, or there are too many
     */
    SessionReview comment(Actor actor, UUID sessionId, UUID commentId, @Nullable UUID incidentId, String body) {
        return transactions.run(actor, jdbc -> {
            Reviewing.Sitting sitting = Reviewing.requireReviewer(jdbc, actor, sessionId);
            int comments = jdbc.sql("SELECT count(*) FROM review_comments WHERE session_id = ?")
                    .param(sessionId)
                    .query(Integer.class)
                    .single();
            if (comments >= MAX_COMMENTS) {
                throw ReviewException.tooManyComments(MAX_COMMENTS);
            }
            jdbc.sql("""
                            INSERT INTO review_comments (id, session_id, student_id, incident_id, body, written_by, written_at)
                            VALUES (:id, :session, :student, CAST(:incident AS uuid), :body, :me, :now)
                            ON CONFLICT (id) DO NOTHING""")
                    .param("id", commentId)
                    .param("session", sessionId)
                    .param("student", sitting.studentId())
                    .param("incident", incidentId)
                    .param("body", body)
                    .param("me", actor.person())
                    .param("now", SqlTime.toSql(now()))
                    .update();
            return read(jdbc, actor, sessionId);
        });
    }

    /**
     * Gives the sitting to somebody, to oneself too, or to nobody.
     *
     * @param reviewer somebody who reviews it; null for nobody
     * @param buildsOn the number of the change that was seen last, 0 for none
     * @throws ReviewException if the actor does not review it, or it was given to somebody meanwhile
     */
    SessionReview assign(Actor actor, UUID sessionId, @Nullable UUID reviewer, int buildsOn) {
        if (reviewer != null
                && !reviewer.equals(actor.person())
                && candidates(actor, sessionId).stream()
                        .noneMatch(candidate -> candidate.id().equals(reviewer))) {
            throw ReviewException.unknownReviewer();
        }
        try {
            return transactions.run(actor, jdbc -> {
                Reviewing.Sitting sitting = Reviewing.requireReviewer(jdbc, actor, sessionId);
                requireBuiltOn(assignment(jdbc, sessionId), buildsOn);
                jdbc.sql("""
                                INSERT INTO review_assignments (session_id, seq, student_id, action, reviewer_id, assigned_by,
                                                                assigned_at)
                                VALUES (:session, :seq, :student, :action, CAST(:reviewer AS uuid), :me, :now)""")
                        .param("session", sessionId)
                        .param("seq", buildsOn + 1)
                        .param("student", sitting.studentId())
                        .param(
                                "action",
                                reviewer == null ? "released" : reviewer.equals(actor.person()) ? "taken" : "given")
                        .param("reviewer", reviewer)
                        .param("me", actor.person())
                        .param("now", SqlTime.toSql(now()))
                        .update();
                return read(jdbc, actor, sessionId);
            });
        } catch (DuplicateKeyException e) {
            return transactions.run(actor, jdbc -> {
                requireBuiltOn(assignment(jdbc, sessionId), buildsOn);
                return read(jdbc, actor, sessionId);
            });
        }
    }

    /**
     * To whom the sitting can be given, by name.
     *
     * @throws ReviewException if the actor does not review it
     */
    List<Colleague> candidates(Actor actor, UUID sessionId) {
        Reviewing.Sitting sitting = transactions.run(actor, jdbc -> Reviewing.requireReviewer(jdbc, actor, sessionId));
        return reviewers.of(sitting.examId(), sitting.studentId()).stream()
                .map(reviewer -> new Colleague(reviewer.id(), reviewer.displayName()))
                .toList();
    }

    private static void requireBuiltOn(Optional<ReviewAssignment> newest, int buildsOn) {
        if (newest.map(ReviewAssignment::seq).orElse(0) != buildsOn) {
            Colleague reviewer = newest.map(ReviewAssignment::reviewer).orElse(null);
            throw ReviewException.assignmentConflict(
                    reviewer == null ? "this session was released" : reviewer.displayName() + " has this session");
        }
    }

    private static Optional<ReviewAssignment> assignment(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql(ASSIGNMENT).param(sessionId).query(ReviewAssignment::of).optional();
    }

    private SessionReview read(JdbcClient jdbc, Actor actor, UUID sessionId) {
        boolean mayDecide = jdbc.sql("SELECT invigil_reviews(exam_id, student_id) FROM exam_sessions WHERE id = ?")
                .param(sessionId)
                .query(Boolean.class)
                .optional()
                .orElseThrow(ReviewException::notFound);
        return new SessionReview(
                sessionId,
                mayDecide,
                jdbc.sql("SELECT due_at FROM review_cases WHERE session_id = ? AND (is_flagged OR is_sample)")
                        .param(sessionId)
                        .query((row, number) -> SqlTime.instant(row, "due_at"))
                        .optional()
                        .orElse(null),
                Decisions.ofSession(jdbc, sessionId).orElse(null),
                Decisions.ofIncidents(jdbc, sessionId),
                jdbc.sql(COMMENTS).param(sessionId).query(ReviewComment::of).list(),
                assignment(jdbc, sessionId).orElse(null),
                jdbc.sql(PRESENT)
                        .param("session", sessionId)
                        .param("since", SqlTime.toSql(now().minus(PRESENT_FOR)))
                        .param("me", actor.person())
                        .query((row, number) -> new SessionReview.Present(
                                Objects.requireNonNull(Colleague.of(row, "reviewer_id", "display_name")),
                                row.getObject("incident_id", UUID.class)))
                        .list());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
