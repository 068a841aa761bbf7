package org.invigil.server.appeal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.identity.Actor;
import org.invigil.server.problem.Problem;
import org.invigil.server.problem.VisibleText;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Appeals as staff see them: what is due, one of them, and the decision on it. */
@RestController
@Tag(name = "appeal")
class AppealDecisionController {

    private static final String STATUSES = "sent|decided";
    private static final String NEXT = "the next of the page before";

    private final AppealDecisions decisions;
    private final AppealQueue queue;

    AppealDecisionController(AppealDecisions decisions, AppealQueue queue) {
        this.decisions = decisions;
        this.queue = queue;
    }

    /**
     * @param outcome about the whole: granted says that the sitting gives no concern
     * @param reason told to the student
     * @param incidents each that was confirmed and that the student answered, and others as needed
     */
    record DecideAppeal(
            @NotNull AppealOutcome outcome,

            @NotBlank @VisibleText @Size(max = AppealView.Limits.MAX_TEXT_CHARACTERS)
            String reason,

            @NotNull @Size(max = 1000) List<@Valid @NotNull DecideAppealedIncident> incidents) {}

    /** About one incident: granted dismisses it for everybody. */
    record DecideAppealedIncident(
            @NotNull UUID incidentId,
            @NotNull AppealOutcome outcome,

            @NotBlank @VisibleText @Size(max = AppealView.Limits.MAX_TEXT_CHARACTERS)
            String reason) {}

    /**
     * One page of appeals.
     *
     * @param total on all pages
     * @param next asks for the next page; null on the last
     */
    record AppealList(
            List<AppealSummary> appeals,
            long total,
            @Nullable String next) {}

    @GetMapping("/api/appeals")
    @Operation(operationId = "listAppeals", summary = "Appeals of every exam that is yours to review, due first")
    AppealList list(
            Actor actor,
            @RequestParam(defaultValue = "sent") @Pattern(regexp = STATUSES, message = "must be sent or decided")
                    String status,
            @Parameter(description = NEXT)
                    @RequestParam(required = false)
                    @Pattern(regexp = AppealQueue.Place.PATTERN, message = "must be the next of a page")
                    @Nullable
                    String after,
            @RequestParam(defaultValue = "100") @Min(1) @Max(500) int limit) {
        return queue.list(actor, null, WireNamed.get(AppealState.class, status), after, limit);
    }

    @GetMapping("/api/exams/{exam_id}/appeals")
    @Operation(operationId = "listAppealsOfExam", summary = "Appeals of one exam, due first")
    AppealList listOfExam(
            Actor actor,
            @PathVariable("exam_id") UUID examId,
            @RequestParam(defaultValue = "sent") @Pattern(regexp = STATUSES, message = "must be sent or decided")
                    String status,
            @Parameter(description = NEXT)
                    @RequestParam(required = false)
                    @Pattern(regexp = AppealQueue.Place.PATTERN, message = "must be the next of a page")
                    @Nullable
                    String after,
            @RequestParam(defaultValue = "100") @Min(1) @Max(500) int limit) {
        return queue.list(actor, examId, WireNamed.get(AppealState.class, status), after, limit);
    }

    @GetMapping("/api/appeals/{appeal_id}")
    @Operation(operationId = "getSentAppeal", summary = "An appeal with what it is about")
    AppealView view(Actor actor, @PathVariable("appeal_id") UUID appealId) {
        return decisions.view(actor, appealId);
    }

    @PostMapping("/api/appeals/{appeal_id}/decision")
    @Operation(
            operationId = "decideAppeal",
            summary = "Decide on an appeal, once and for all; refused to whoever decided about the sitting before")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AppealView.class)))
    @ApiResponse(
            responseCode = "409",
            description = "Somebody else has decided, or the student has taken it back",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(oneOf = {AppealConflict.class, Problem.class})))
    ResponseEntity<Object> decide(
            Actor actor, @PathVariable("appeal_id") UUID appealId, @Valid @RequestBody DecideAppeal input) {
        AppealDecisions.Result result = decisions.decide(actor, appealId, input);
        return result.isDone()
                ? ResponseEntity.ok(result.view())
                : Problem.conflict(AppealConflict.decided(result.view()));
    }
}
