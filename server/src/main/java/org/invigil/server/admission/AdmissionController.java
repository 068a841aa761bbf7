package org.invigil.server.admission;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.identity.Actor;
import org.invigil.server.problem.VisibleText;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Admission: students ask, proctors decide. */
@RestController
@Tag(name = "admission")
class AdmissionController {

    private static final String OF_SESSION = "/api/sessions/{session_id}/admission";

    private final Admissions admissions;

    AdmissionController(Admissions admissions) {
        this.admissions = admissions;
    }

    /** What a proctor decides. */
    enum Decision implements WireNamed {
        ADMIT,
        ASK_AGAIN
    }

    /**
     * @param pictureAt the {@code picture_at} of the picture that was looked at, for {@code admit}; null if none was there
     * @param sentence what the student shall do for another picture; needed for {@code ask_again} and for that alone
     */
    record DecideAdmission(
            @NotNull Decision decision,
            @Nullable Instant pictureAt,
            @Nullable @VisibleText @Size(max = 300) String sentence) {}

    record WaitingList(List<WaitingStudent> students) {}

    @PostMapping("/api/exam/sessions/{session_id}/admission")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "askForAdmission", summary = "Ask to be let in; the camera's picture of now is looked at")
    void ask(Actor actor, @PathVariable("session_id") UUID sessionId) {
        admissions.ask(actor, sessionId);
    }

    @GetMapping("/api/admissions")
    @Operation(operationId = "listAdmissions", summary = "Who waits to be let in, who waits longest first")
    WaitingList list(Actor actor) {
        return new WaitingList(admissions.waiting(actor));
    }

    @PostMapping(OF_SESSION)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "decideAdmission", summary = "Let the student in, or ask for another picture")
    void decide(Actor actor, @PathVariable("session_id") UUID sessionId, @Valid @RequestBody DecideAdmission input) {
        String sentence = input.sentence() == null || input.sentence().isBlank()
                ? null
                : input.sentence().strip();
        if (input.decision() == Decision.ADMIT) {
            admissions.admit(actor, sessionId, input.pictureAt());
        } else if (sentence == null) {
            throw AdmissionException.invalid("sentence", "must tell the student what to do for another picture");
        } else {
            admissions.askAgain(actor, sessionId, sentence);
        }
    }

    @GetMapping(value = OF_SESSION + "/picture", produces = MediaType.IMAGE_JPEG_VALUE)
    @Operation(operationId = "getAdmissionPicture", summary = "The picture of the moment in which the student asked")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.IMAGE_JPEG_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    ResponseEntity<byte[]> picture(Actor actor, @PathVariable("session_id") UUID sessionId) {
        return image(admissions.picture(actor, sessionId));
    }

    @GetMapping(value = OF_SESSION + "/first-picture", produces = MediaType.IMAGE_JPEG_VALUE)
    @Operation(operationId = "getFirstPicture", summary = "The student's picture of an earlier sitting")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.IMAGE_JPEG_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    ResponseEntity<byte[]> firstPicture(Actor actor, @PathVariable("session_id") UUID sessionId) {
        return image(admissions.firstPicture(actor, sessionId));
    }

    private static ResponseEntity<byte[]> image(byte[] jpeg) {
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_JPEG)
                .cacheControl(CacheControl.noStore())
                .body(jpeg);
    }
}
