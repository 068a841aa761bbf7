package org.invigil.server.appeal;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.invigil.server.evidence.Clip;
import org.invigil.server.review.IncidentClip;
import org.invigil.server.review.IncidentDecision;
import org.invigil.server.review.SessionDecision;
import org.jspecify.annotations.Nullable;

/**
 * A sitting as its student reads it afterwards, with the appeal; for staff the same with who may decide.
 *
 * @param handedInAt when the sitting was over
 * @param submitReason {@code student} or {@code time}, null unless it was submitted
 * @param endReason why somebody ended it, null unless somebody did
 * @param mustBeDecided whether anything was seen that people have to decide about
 * @param lookUntil by when somebody has looked at that; nobody may, where nothing must be decided
 * @param decision what was decided in the end; null while somebody still looks
 * @param firstDecision the one that an appeal is about, as it was before that was decided; null with {@code decision}
 * @param appeal null before the student has written anything
 * @param incidents in the order of their time; with those that are gone and were written about
 * @param canWrite whether the asker may write, or send, the appeal now
 * @param canDecide whether the asker may decide it now
 * @param hasDecided whether the asker decided about this sitting first, and so never decides on the appeal
 * @param cheatScore the final one, 0 to 100
 */
@Schema(name = "SittingAppeal")
record AppealView(
        UUID sessionId,
        UUID examId,
        String examTitle,
        Student student,
        Instant startedAt,
        Instant handedInAt,

        @Schema(allowableValues = {"student", "time"}) @Nullable
        String submitReason,

        @Nullable String endReason,
        boolean mustBeDecided,
        Instant lookUntil,
        Instant serverTime,
        @Nullable SessionDecision decision,
        @Nullable SessionDecision firstDecision,
        @Nullable Appeal appeal,
        List<Incident> incidents,
        List<Clip> clips,
        boolean canWrite,
        boolean canDecide,
        boolean hasDecided,
        double cheatScore,
        Limits limits) {

    @Schema(name = "AppealStudent")
    record Student(UUID id, String username, String displayName) {}

    /**
     * The student's words, and what became of them.
     *
     * @param version rises with each save; what is saved next builds on it
     * @param statement about the whole
     * @param appealUntil until when it can be sent
     * @param answerUntil by when it is decided; null before it is sent
     * @param outcome about the whole; null before it is decided
     */
    @Schema(name = "Appeal")
    record Appeal(
            UUID appealId,
            AppealState status,
            long version,
            String statement,
            Instant appealUntil,
            Instant savedAt,
            @Nullable Instant sentAt,
            @Nullable Instant answerUntil,
            @Nullable Instant decidedAt,
            @Nullable Outcome outcome) {}

    /** Upheld or granted, and why. */
    @Schema(name = "AppealOutcomeAndReason")
    record Outcome(AppealOutcome outcome, String reason) {}

    /**
     * What was seen, what was decided about it, what the student says to it, and what became of that.
     *
     * @param endedAt null if it is not known
     * @param clip what came of its clip; null if the incident is no longer stored
     * @param decision null while nobody has decided about it, or nothing is told yet
     * @param firstDecision as it was before an appeal was decided
     * @param answer the student's words, empty if there are none
     * @param outcome null before the appeal is decided, and if it did not come to this incident
     */
    @Schema(name = "AppealIncident")
    record Incident(
            UUID id,
            String behavior,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable IncidentClip clip,
            @Nullable IncidentDecision decision,
            @Nullable IncidentDecision firstDecision,
            String answer,
            @Nullable Outcome outcome) {}

    /**
     * @param maxTextCharacters of each text, in UTF-16 units
     */
    @Schema(name = "AppealLimits")
    record Limits(int maxTextCharacters) {

        static final int MAX_TEXT_CHARACTERS = 4_000;
    }
}
