package org.invigil.server.review;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.invigil.rules.sitting.SittingState;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.identity.Actor;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sessions to look at: all of them for staff, their own for students. */
@RestController
@RequestMapping("/api/sessions")
@Tag(name = "review")
class SessionController {

    private final SessionReviews reviews;
    private final SessionPages pages;

    SessionController(SessionReviews reviews, SessionPages pages) {
        this.reviews = reviews;
        this.pages = pages;
    }

    record SessionList(List<SessionSummary> sessions, long total) {}

    record ScoreList(List<ScorePoint> points) {}

    @GetMapping
    @Operation(operationId = "listSessions", summary = "Sessions, newest or highest cheat score first")
    SessionList list(
            Actor actor,
            @RequestParam(name = "exam_id", required = false) @Nullable UUID examId,
            @RequestParam(name = "student_id", required = false) @Nullable UUID studentId,
            @RequestParam(required = false)
                    @Pattern(
                            regexp = "checking_in|waiting|active|paused|submitted|ended",
                            message = "must be checking_in, waiting, active, paused, submitted or ended")
                    @Nullable
                    String status,
            @Parameter(description = "part of the student's display name or username, in any case")
                    @RequestParam(required = false)
                    @Size(max = 100, message = "must have at most 100 characters")
                    @Pattern(regexp = "\\P{Cntrl}*", message = "must not hold control characters")
                    @Nullable
                    String search,
            @RequestParam(defaultValue = "newest")
                    @Pattern(regexp = "newest|cheat_score", message = "must be newest or cheat_score")
                    String order,
            @RequestParam(defaultValue = "100") @Min(1) @Max(500) int limit,
            @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int offset) {
        String words = search == null || search.isBlank() ? null : search.strip();
        SessionPages.Page page = pages.list(
                actor,
                new SessionFilter(
                        examId, studentId, status == null ? null : WireNamed.get(SittingState.class, status), words),
                WireNamed.get(SessionOrder.class, order),
                limit,
                offset);
        return new SessionList(page.sessions(), page.total());
    }

    @GetMapping("/{session_id}")
    @Operation(operationId = "getSession", summary = "One session with its incidents, clips, questions and answers")
    SessionDetail get(Actor actor, @PathVariable("session_id") UUID sessionId) {
        return reviews.find(actor, sessionId).orElseThrow(ReviewException::notFound);
    }

    @GetMapping("/{session_id}/scores")
    @Operation(operationId = "listScores", summary = "The focus score over time; the lowest of each stretch is kept")
    ScoreList scores(
            Actor actor,
            @PathVariable("session_id") UUID sessionId,
            @RequestParam(name = "max_points", defaultValue = "1000") @Min(10) @Max(10_000) int maxPoints) {
        return new ScoreList(reviews.scores(actor, sessionId, maxPoints));
    }
}
