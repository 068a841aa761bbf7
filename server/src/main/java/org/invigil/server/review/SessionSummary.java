package org.invigil.server.review;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.invigil.rules.sitting.SittingState;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.invigil.server.watch.Watching;
import org.jspecify.annotations.Nullable;

/**
 * One line of the list of sessions.
 *
 * @param attempt counts the sittings of this student at this exam from 1
 * @param statusSince when it came to stand so
 * @param submitReason {@code student} or {@code time}, null unless submitted
 * @param endReason why somebody ended it; null unless ended
 * @param focusScore the last one, 0 to 100; null before the first
 * @param decision about the whole, as far as whoever asks is told of it; null before
 * @param watching how much of its time was watched; null where that was not measured, as before it was
 * @param cheatScore the final one, or the one so far; 0 to 100
 */
record SessionSummary(
        UUID sessionId,
        UUID examId,
        String examTitle,
        Student student,
        int attempt,
        SittingState status,
        Instant statusSince,
        Instant startedAt,
        Instant endsAt,
        @Nullable Instant submittedAt,

        @Schema(allowableValues = {"student", "time"}) @Nullable
        String submitReason,

        @Nullable String endReason,
        @Nullable Double focusScore,
        double cheatScore,
        int incidentCount,
        int openIncidentCount,
        int clipCount,
        @Nullable Told decision,
        @Nullable Watching watching) {

    record Student(UUID id, String username, String displayName) {}

    /**
     * The newest decision, for a list.
     *
     * @param deadline until when the student may still answer it; null if not at all, or because the answer is sent
     */
    @Schema(name = "DecisionSummary")
    record Told(
            Outcome outcome, Instant decidedAt, @Nullable Instant deadline) {}

    /** The same, with an answer to the decision that is sent. */
    SessionSummary answered() {
        return decision == null
                ? this
                : with(focusScore, cheatScore, new Told(decision.outcome(), decision.decidedAt(), null), watching);
    }

    /** With the scores so far; unchanged if there are none. */
    SessionSummary withRunning(SessionSummaries.@Nullable Running running) {
        return running == null ? this : with(running.focusScore(), running.cheatScore(), decision, watching);
    }

    /** With how much was watched, null where that was not measured. */
    SessionSummary withWatching(@Nullable Watching itsWatching) {
        return with(focusScore, cheatScore, decision, itsWatching);
    }

    private SessionSummary with(
            @Nullable Double itsFocusScore,
            double itsCheatScore,
            @Nullable Told itsDecision,
            @Nullable Watching itsWatching) {
        return new SessionSummary(
                sessionId,
                examId,
                examTitle,
                student,
                attempt,
                status,
                statusSince,
                startedAt,
                endsAt,
                submittedAt,
                submitReason,
                endReason,
                itsFocusScore,
                itsCheatScore,
                incidentCount,
                openIncidentCount,
                clipCount,
                itsDecision,
                itsWatching);
    }

    static SessionSummary of(ResultSet row, int number) throws SQLException {
        return new SessionSummary(
                row.getObject("id", UUID.class),
                row.getObject("exam_id", UUID.class),
                row.getString("title"),
                new Student(
                        row.getObject("student_id", UUID.class),
                        row.getString("username"),
                        row.getString("display_name")),
                row.getInt("attempt"),
                WireNamed.get(SittingState.class, row.getString("status")),
                SqlTime.instant(row, "status_since"),
                SqlTime.instant(row, "started_at"),
                SqlTime.instant(row, "ends_at"),
                SqlTime.nullableInstant(row, "submitted_at"),
                row.getString("submit_reason"),
                row.getString("end_reason"),
                row.getObject("focus_score") == null ? null : row.getDouble("focus_score"),
                row.getDouble("cheat_score"),
                row.getInt("incident_count"),
                row.getInt("open_incident_count"),
                row.getInt("clip_count"),
                told(row),
                null);
    }

    private static @Nullable Told told(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return outcome == null
                ? null
                : new Told(
                        WireNamed.get(Outcome.class, outcome),
                        SqlTime.instant(row, "decided_at"),
                        SqlTime.nullableInstant(row, "deadline"));
    }
}
