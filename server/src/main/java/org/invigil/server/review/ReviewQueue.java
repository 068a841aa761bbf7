package org.invigil.server.review;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;

/**
 * One page of an exam's sittings to review, what matters first.
 *
 * @param next asks for the next page; null on the last
 */
@Schema(name = "ReviewQueue")
record ReviewQueue(
        List<Case> cases, Counts counts, @Nullable String next) {

    /** How many cases each filter finds. */
    @Schema(name = "ReviewCounts")
    record Counts(long undecided, long mine, long decided) {}

    /**
     * An exam that somebody reviews.
     *
     * @param undecided how many of its sittings wait for a decision
     * @param mine of these, how many whoever asks has taken or was given
     */
    @Schema(name = "ReviewExam")
    record Exam(UUID examId, String title, long undecided, long mine) {}

    /**
     * A sitting that is over. Until it is decided, nothing here tells whether it is one in which the program saw nothing.
     *
     * @param attempt counts the sittings of this student at this exam from 1
     * @param overAt when it was submitted or ended
     * @param dueAt by when it is to be decided
     * @param outcome the newest; null before the first
     * @param assignedTo who looks at it, null for nobody
     * @param incidents how many; null until the sitting is decided
     * @param sample whether it was shown although the program saw nothing; null until the sitting is decided
     */
    @Schema(name = "ReviewCase")
    record Case(
            UUID sessionId,
            SessionSummary.Student student,
            int attempt,
            Instant overAt,
            Instant dueAt,
            ReviewPriority priority,
            @Nullable Outcome outcome,
            @Nullable Colleague assignedTo,
            @Nullable Integer incidents,
            @Nullable Boolean sample) {

        static Case of(ResultSet row, int number) throws SQLException {
            String stored = row.getString("outcome");
            Outcome outcome = stored == null ? null : WireNamed.get(Outcome.class, stored);
            boolean isDecided = outcome != null && outcome.isDecided();
            return new Case(
                    row.getObject("session_id", UUID.class),
                    new SessionSummary.Student(
                            row.getObject("student_id", UUID.class),
                            row.getString("username"),
                            row.getString("display_name")),
                    row.getInt("attempt"),
                    SqlTime.instant(row, "over_at"),
                    SqlTime.instant(row, "due_at"),
                    ReviewPriority.ofStored(row.getInt("priority")),
                    outcome,
                    Colleague.of(row, "assigned_to", "assigned_name"),
                    isDecided ? row.getInt("incidents") : null,
                    isDecided ? row.getBoolean("is_sample") : null);
        }
    }
}
