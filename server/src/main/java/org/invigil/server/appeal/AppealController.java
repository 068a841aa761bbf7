package org.invigil.server.appeal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.observe.LogContext;
import org.invigil.server.problem.Problem;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a student reads about an own sitting, and answers. */
@RestController
@RequestMapping("/api/exam/sessions/{session_id}/appeal")
@Tag(name = "appeal")
class AppealController {

    private static final String TOO_LONG = "must have at most 4,000 characters; nothing was cut and nothing was saved";

    private final Appeals appeals;

    AppealController(Appeals appeals) {
        this.appeals = appeals;
    }

    /**
     * @param buildsOn the version that the student saw, 0 before the first
     * @param statement about the whole; may be empty
     * @param answers those that are changed; others stay as they are stored
     */
    record SaveAppeal(
            @Min(0) long buildsOn,

            @NotNull @Size(max = AppealView.Limits.MAX_TEXT_CHARACTERS, message = TOO_LONG)
            String statement,

            @NotNull @Size(max = 200) List<@Valid @NotNull AppealAnswer> answers) {}

    /** The student's words about one incident; empty takes them back. */
    record AppealAnswer(
            @NotNull UUID incidentId,

            @NotNull @Size(max = AppealView.Limits.MAX_TEXT_CHARACTERS, message = TOO_LONG)
            String text) {}

    /** What is sent is what the student saw. */
    record SendAppeal(@Min(1) long buildsOn) {}

    @GetMapping
    @Operation(operationId = "getAppeal", summary = "What was seen and decided in an own sitting, and the appeal")
    AppealView view(Actor actor, @PathVariable("session_id") UUID sessionId) {
        return appeals.view(actor, sessionId);
    }

    @PutMapping
    @Operation(operationId = "saveAppeal", summary = "Save the words of an appeal as they are typed")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AppealView.class)))
    @ApiResponse(
            responseCode = "409",
            description =
                    "Another version is stored than the write builds on, or the appeal is not written in any more",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(oneOf = {AppealConflict.class, Problem.class})))
    ResponseEntity<Object> save(
            Actor actor, @PathVariable("session_id") UUID sessionId, @Valid @RequestBody SaveAppeal input) {
        return answer(appeals.save(actor, sessionId, input));
    }

    @PostMapping
    @Operation(operationId = "sendAppeal", summary = "Send the appeal; somebody else than the first reviewers decides")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AppealView.class)))
    @ApiResponse(
            responseCode = "409",
            description = "Another version is stored than the student saw, or the appeal cannot be sent any more",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(oneOf = {AppealConflict.class, Problem.class})))
    ResponseEntity<Object> send(
            Actor actor, @PathVariable("session_id") UUID sessionId, @Valid @RequestBody SendAppeal input) {
        LogContext.session(sessionId);
        return answer(appeals.send(actor, sessionId, input.buildsOn()));
    }

    @PostMapping("/withdraw")
    @Operation(
            operationId = "withdrawAppeal",
            summary = "Take the appeal back; it can be changed and sent again in time")
    AppealView withdraw(Actor actor, @PathVariable("session_id") UUID sessionId) {
        LogContext.session(sessionId);
        return appeals.withdraw(actor, sessionId);
    }

    private static ResponseEntity<Object> answer(Appeals.Outcome outcome) {
        return switch (outcome) {
            case Appeals.Done done -> ResponseEntity.ok(done.view());
            case Appeals.Changed changed -> Problem.conflict(AppealConflict.changed(changed.view()));
        };
    }
}
