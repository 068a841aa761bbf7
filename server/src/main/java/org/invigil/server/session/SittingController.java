package org.invigil.server.session;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.Device;
import org.invigil.server.observe.LogContext;
import org.invigil.server.problem.Problem;
import org.invigil.server.session.Sitting.SavedAnswer;
import org.invigil.server.session.SittingView.SubmitReason;
import org.invigil.server.session.Submission.Submitted;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sitting an exam, for students. */
@RestController
@RequestMapping("/api/exam")
@Tag(name = "sitting")
class SittingController {

    private static final Logger log = LoggerFactory.getLogger(SittingController.class);

    private final ExamStart start;
    private final Sitting sitting;
    private final Submission submission;

    SittingController(ExamStart start, Sitting sitting, Submission submission) {
        this.start = start;
        this.sitting = sitting;
        this.submission = submission;
    }

    record StartExam(@NotNull UUID examId, @Nullable @Valid Consent consent) {}

    record Consent(@NotNull @Size(max = 20) String version, boolean accepted) {}

    /**
     * @param version made up for this write, the same when it is tried again
     * @param buildsOn the stored version that the student saw, null if there was none
     */
    record SaveAnswer(
            @NotNull UUID version,
            @Nullable UUID buildsOn,
            @NotNull @Valid Answer.Value value) {}

    record SubmitExam(@NotNull UUID sessionId, @NotNull SubmitReason reason) {}

    @PostMapping("/start")
    @Operation(operationId = "startExam", summary = "Start an exam, or go on with the running session")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = SittingView.class)))
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SittingView.class)))
    ResponseEntity<SittingView> start(Actor actor, @Valid @RequestBody StartExam input) {
        Consent consent = input.consent();
        ExamStart.Started started =
                start.start(actor, input.examId(), consent != null && consent.accepted() ? consent.version() : null);
        LogContext.session(started.sessionId());
        if (started.isNew()) {
            log.info("An exam session is started");
        }
        return ResponseEntity.status(started.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(sitting.view(actor, started.sessionId()));
    }

    @GetMapping("/sessions/{session_id}")
    @Operation(operationId = "getExamSession", summary = "The own session with questions and saved answers")
    SittingView view(Actor actor, @PathVariable("session_id") UUID sessionId) {
        return sitting.view(actor, sessionId);
    }

    @PutMapping("/sessions/{session_id}/answers/{question_id}")
    @Operation(operationId = "saveAnswer", summary = "Save an answer that builds on the stored one")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SavedAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "Another answer is stored than the write builds on, or the session is closed",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            schema = @Schema(oneOf = {AnswerConflict.class, Problem.class})))
    ResponseEntity<Object> save(
            Actor actor,
            Device device,
            @PathVariable("session_id") UUID sessionId,
            @PathVariable("question_id") UUID questionId,
            @Valid @RequestBody SaveAnswer input) {
        var write = new Answers.Write(questionId, input.value(), input.version(), input.buildsOn());
        return switch (sitting.save(actor, device, sessionId, write)) {
            case SavedAnswer saved -> ResponseEntity.ok(saved);
            case Sitting.Conflict conflict -> Problem.conflict(AnswerConflict.with(conflict.stored()));
        };
    }

    @PostMapping("/submit")
    @Operation(operationId = "submitExam", summary = "Submit; submitting again gives the same answer")
    Submitted submit(Actor actor, Device device, @Valid @RequestBody SubmitExam input) {
        LogContext.session(input.sessionId());
        Submitted submitted = submission.submit(actor, device, input.sessionId(), input.reason());
        log.info("An exam session is submitted");
        return submitted;
    }
}
