package org.invigil.server.review;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that people have said of a sitting, as whoever asks may see it: a student gets the decisions once the sitting is
 * decided, and nothing that reviewers say to each other.
 *
 * @param mayDecide whether the asker reviews this sitting
 * @param dueAt by when it is to be decided; null while it runs, if nothing has to be, and for whoever does not review it
 * @param decision the newest about the sitting, null before the first
 * @param incidentDecisions the newest of each incident that is decided, by time
 * @param present who else has it open now
 */
@Schema(name = "SessionReview")
record SessionReview(
        UUID sessionId,
        boolean mayDecide,
        @Nullable Instant dueAt,
        @Nullable SessionDecision decision,
        List<IncidentDecision> incidentDecisions,
        List<ReviewComment> comments,
        @Nullable ReviewAssignment assignment,
        List<Present> present) {

    /**
     * Somebody who looks at the same sitting.
     *
     * @param incidentId at which incident, null for none yet
     */
    @Schema(name = "PresentReviewer")
    record Present(Colleague reviewer, @Nullable UUID incidentId) {}
}
