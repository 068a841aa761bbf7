package org.invigil.server.review;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.invigil.rules.policy.Policy;
import org.invigil.server.database.SqlTime;
import org.invigil.server.evidence.Clip;
import org.invigil.server.evidence.ClipRows;
import org.invigil.server.exam.PolicyReader;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What was decided about a sitting, as far as the transaction's actor is told of it; and what an appeal changes in that. Works
 * inside a transaction that its caller has begun.
 */
@Component
public class DecidedSittings {

    private final SessionReviews reviews;

    DecidedSittings(SessionReviews reviews) {
        this.reviews = reviews;
    }

    /** The student of a sitting. */
    public record Student(UUID id, String username, String displayName) {}

    /**
     * A sitting with what was seen in it and what was decided about that.
     *
     * @param overAt when it was submitted or ended, null before
     * @param submitReason {@code student} or {@code time}, null unless it was submitted
     * @param endReason why somebody ended it, null unless somebody did
     * @param policy the one that the exam had when the sitting began
     * @param decision about the whole, null if nothing is told yet
     * @param incidentDecisions the newest about each; of incidents too that are stored no longer
     * @param firstDecision the last one of the review: what an appeal is about, and has changed or not
     * @param firstIncidentDecisions the same about each incident
     */
    public record Sitting(
            UUID sessionId,
            UUID examId,
            String examTitle,
            Student student,
            Instant startedAt,
            @Nullable Instant overAt,
            @Nullable String submitReason,
            @Nullable String endReason,
            double cheatScore,
            Policy policy,
            List<IncidentView> incidents,
            List<Clip> clips,
            @Nullable SessionDecision decision,
            List<IncidentDecision> incidentDecisions,
            @Nullable SessionDecision firstDecision,
            List<IncidentDecision> firstIncidentDecisions) {}

    /** The names of a sitting, for a list. */
    public record Named(UUID sessionId, String examTitle, Student student) {}

    /** The sitting, if the transaction's actor may see it. */
    public Optional<Sitting> find(JdbcClient jdbc, UUID sessionId) {
        return SessionSummaries.of(jdbc, List.of(sessionId)).stream()
                .findFirst()
                .map(summary -> sitting(jdbc, summary));
    }

    /** The names of those of these sittings that the transaction's actor may see. */
    public List<Named> named(JdbcClient jdbc, Collection<UUID> sessionIds) {
        return SessionSummaries.of(jdbc, sessionIds).stream()
                .map(summary -> new Named(summary.sessionId(), summary.examTitle(), student(summary)))
                .toList();
    }

    /**
     * Those of these sittings about which the person has decided anything in review. Tells the actor only of themselves:
     * the database keeps them from deciding on the appeals.
     */
    public Set<UUID> decidedBy(JdbcClient jdbc, UUID personId, Collection<UUID> sessionIds) {
        return jdbc.sql("SELECT id FROM unnest(?) AS sittings(id) WHERE invigil_has_decided(id, ?)")
                .params(sessionIds.toArray(UUID[]::new), personId)
                .query(UUID.class)
                .set();
    }

    /** The sittings about whose newest decision an appeal can be sent at this moment, as far as its deadline goes. */
    public Set<UUID> inTimeToAppeal(JdbcClient jdbc, Instant now) {
        return new HashSet<>(
                jdbc.sql("""
                        SELECT d.session_id FROM session_decisions d
                         WHERE d.deadline >= ? AND NOT EXISTS (SELECT 1 FROM session_decisions n WHERE n.supersedes = d.id)""").param(SqlTime.toSql(now)).query(UUID.class).list());
    }

    /**
     * Dismisses an incident that was confirmed, for everybody, because an appeal was granted. The decision that it supersedes
     * stays in the history.
     *
     * @param comment told to the student
     */
    public void dismiss(JdbcClient jdbc, UUID studentId, IncidentDecision first, String comment, UUID by, Instant at) {
        Decisions.add(
                jdbc,
                new Decisions.Subject(
                        first.incidentId(),
                        first.sessionId(),
                        studentId,
                        first.behavior(),
                        first.startedAt(),
                        first.endedAt()),
                new DecisionInput<>(
                        UUID.randomUUID(), Decision.DISMISSED, DecisionReason.EXPLAINED, comment, first.id()),
                DecisionOrigin.APPEAL,
                by,
                at);
    }

    /**
     * Says that the sitting gives no concern, because an appeal was granted.
     *
     * @param comment told to the student
     */
    public void clear(JdbcClient jdbc, UUID studentId, SessionDecision first, String comment, UUID by, Instant at) {
        Decisions.add(
                jdbc,
                first.sessionId(),
                studentId,
                new DecisionInput<>(
                        UUID.randomUUID(), Outcome.NO_CONCERN, DecisionReason.EXPLAINED, comment, first.id()),
                DecisionOrigin.APPEAL,
                by,
                at,
                null);
    }

    private Sitting sitting(JdbcClient jdbc, SessionSummary summary) {
        UUID sessionId = summary.sessionId();
        Policy policy = PolicyReader.read(jdbc.sql("SELECT policy FROM exam_sessions WHERE id = ?")
                .param(sessionId)
                .query(String.class)
                .single());
        return new Sitting(
                sessionId,
                summary.examId(),
                summary.examTitle(),
                student(summary),
                summary.startedAt(),
                summary.status().isOver() ? summary.statusSince() : null,
                summary.submitReason(),
                summary.endReason(),
                summary.cheatScore(),
                policy,
                reviews.incidents(jdbc, summary, policy),
                ClipRows.ofSession(jdbc, sessionId),
                Decisions.ofSession(jdbc, sessionId).orElse(null),
                Decisions.ofIncidents(jdbc, sessionId),
                Decisions.ofSessionBeforeAppeal(jdbc, sessionId).orElse(null),
                Decisions.ofIncidentsBeforeAppeal(jdbc, sessionId));
    }

    private static Student student(SessionSummary summary) {
        SessionSummary.Student student = summary.student();
        return new Student(student.id(), student.username(), student.displayName());
    }
}
