package org.invigil.server.review;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.observe.LogContext;
import org.invigil.server.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Deciding about one sitting and its incidents. */
@RestController
@RequestMapping("/api")
@Tag(name = "review")
class ReviewController {

    private static final int MAX_WORDS = 4000;
    private static final String TOO_LONG =
            "must have at most 4000 characters; shorten it, nothing is kept of a longer one";

    private final ReviewQueues queues;
    private final Reviewing reviewing;
    private final ReviewTable table;
    private final IncidentSight sight;

    ReviewController(ReviewQueues queues, Reviewing reviewing, ReviewTable table, IncidentSight sight) {
        this.queues = queues;
        this.reviewing = reviewing;
        this.table = table;
        this.sight = sight;
    }

    /**
     * @param id made up for this decision, the same when it is tried again
     * @param comment told to the student; may be left out if there is a reason
     * @param supersedes the newest decision that the reviewer has seen, null for none
     */
    record DecideIncident(
            @NotNull UUID id,
            @NotNull Decision decision,

            @Schema(implementation = DecisionReason.class) @Size(max = 40) @Nullable
            String reason,

            @Size(max = MAX_WORDS, message = TOO_LONG) @Nullable
            String comment,

            @Nullable UUID supersedes) {

        DecisionInput<Decision> input() {
            return new DecisionInput<>(id, decision, reasonOf(reason), wordsOf(comment), supersedes);
        }
    }

    /**
     * @param id made up for this decision, the same when it is tried again
     * @param comment told to the student; may be left out if there is a reason, or no concern
     * @param supersedes the newest decision that the reviewer has seen, null for none
     */
    record DecideSession(
            @NotNull UUID id,
            @NotNull Outcome outcome,

            @Schema(implementation = DecisionReason.class) @Size(max = 40) @Nullable
            String reason,

            @Size(max = MAX_WORDS, message = TOO_LONG) @Nullable
            String comment,

            @Nullable UUID supersedes) {

        DecisionInput<Outcome> input() {
            return new DecisionInput<>(id, outcome, reasonOf(reason), wordsOf(comment), supersedes);
        }
    }

    /** @param id made up for this comment, the same when it is tried again */
    record AddComment(
            @NotNull UUID id,
            @Nullable UUID incidentId,

            @NotBlank @Size(max = MAX_WORDS, message = TOO_LONG)
            String body) {}

    /**
     * @param reviewerId null for nobody
     * @param buildsOn the number of the change that was seen last, 0 for none
     */
    record Assign(
            @Nullable UUID reviewerId,
            @NotNull @Min(0) @Max(1_000_000) Integer buildsOn) {}

    /** @param incidentId which incident is looked at, null for none yet */
    record Attend(@Nullable UUID incidentId) {}

    record ReviewExamList(List<ReviewQueue.Exam> exams) {}

    @GetMapping("/review/exams")
    @Operation(operationId = "listReviewExams", summary = "The exams that are yours to review, those that wait first")
    ReviewExamList exams(Actor actor) {
        return new ReviewExamList(queues.exams(actor));
    }

    @GetMapping("/sessions/{session_id}/review")
    @Operation(operationId = "getSessionReview", summary = "What people have decided about a session")
    SessionReview get(Actor actor, @PathVariable("session_id") UUID sessionId) {
        return table.find(actor, sessionId);
    }

    @PostMapping("/sessions/{session_id}/review/presence")
    @Operation(operationId = "attendReview", summary = "Say that it is being looked at, and see what others do")
    SessionReview attend(Actor actor, @PathVariable("session_id") UUID sessionId, @Valid @RequestBody Attend input) {
        return table.attend(actor, sessionId, input.incidentId());
    }

    @GetMapping("/incidents/{incident_id}/sight")
    @Operation(operationId = "getIncidentSight", summary = "Where the student looked during an incident")
    IncidentSight.Sight sight(Actor actor, @PathVariable("incident_id") UUID incidentId) {
        return sight.of(actor, incidentId);
    }

    @PostMapping("/incidents/{incident_id}/decisions")
    @Operation(operationId = "decideIncident", summary = "Confirm or dismiss an incident")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = IncidentDecision.class)))
    @ApiResponse(
            responseCode = "409",
            description = "Somebody else has decided meanwhile, or the incident still goes on",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(oneOf = {DecisionConflict.class, Problem.class})))
    ResponseEntity<Object> decideIncident(
            Actor actor, @PathVariable("incident_id") UUID incidentId, @Valid @RequestBody DecideIncident input) {
        Reviewing.Result<IncidentDecision> result = reviewing.decideIncident(actor, incidentId, input.input());
        return answer(result, DecisionConflict.with(result.newest(), null));
    }

    @PostMapping("/sessions/{session_id}/decisions")
    @Operation(operationId = "decideSession", summary = "Say what the outcome of a session is")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SessionDecision.class)))
    @ApiResponse(
            responseCode = "409",
            description = "Somebody else has decided meanwhile, or the session still runs",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(oneOf = {DecisionConflict.class, Problem.class})))
    ResponseEntity<Object> decideSession(
            Actor actor, @PathVariable("session_id") UUID sessionId, @Valid @RequestBody DecideSession input) {
        LogContext.session(sessionId);
        Reviewing.Result<SessionDecision> result = reviewing.decideSession(actor, sessionId, input.input());
        return answer(result, DecisionConflict.with(null, result.newest()));
    }

    private static ResponseEntity<Object> answer(Reviewing.Result<?> result, DecisionConflict conflict) {
        return result.isOurs() ? ResponseEntity.ok(result.newest()) : Problem.conflict(conflict);
    }

    @PostMapping("/sessions/{session_id}/review/comments")
    @Operation(operationId = "addReviewComment", summary = "Say something to the other reviewers")
    SessionReview comment(
            Actor actor, @PathVariable("session_id") UUID sessionId, @Valid @RequestBody AddComment input) {
        return table.comment(
                actor, sessionId, input.id(), input.incidentId(), input.body().strip());
    }

    record ReviewerList(List<Colleague> reviewers) {}

    @GetMapping("/sessions/{session_id}/review/reviewers")
    @Operation(operationId = "listReviewers", summary = "To whom a session can be given, by name")
    ReviewerList reviewers(Actor actor, @PathVariable("session_id") UUID sessionId) {
        return new ReviewerList(table.candidates(actor, sessionId));
    }

    @PutMapping("/sessions/{session_id}/review/assignment")
    @Operation(operationId = "assignReview", summary = "Take a session, give it to somebody, or release it")
    SessionReview assign(Actor actor, @PathVariable("session_id") UUID sessionId, @Valid @RequestBody Assign input) {
        return table.assign(actor, sessionId, input.reviewerId(), input.buildsOn());
    }

    private static @Nullable DecisionReason reasonOf(@Nullable String reason) {
        return reason == null || reason.isEmpty() ? null : DecisionReason.get(reason);
    }

    private static String wordsOf(@Nullable String comment) {
        return comment == null ? "" : comment.strip();
    }
}
