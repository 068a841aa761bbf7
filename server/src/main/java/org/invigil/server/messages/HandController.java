package org.invigil.server.messages;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.problem.VisibleText;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Hands: students raise them and take them down, staff see and answer them. */
@RestController
@Tag(name = "messages")
class HandController {

    private static final String OWN = "/api/exam/sessions/{session_id}/hand";

    private final Hands hands;

    HandController(Hands hands) {
        this.hands = hands;
    }

    record RaiseHand(
            @NotNull HandKind kind,
            @Nullable @Size(max = 500) String note) {}

    /** @param text a message to this student; left out to say only that somebody has seen it */
    record AnswerHand(
            @Nullable @VisibleText @Size(max = Messages.MAX_CHARACTERS)
            String text) {}

    record HandList(List<RaisedHand> hands) {}

    @PutMapping(OWN)
    @Operation(operationId = "raiseHand", summary = "Raise the hand, or say something else with one that is up")
    Hand raise(Actor actor, @PathVariable("session_id") UUID sessionId, @Valid @RequestBody RaiseHand input) {
        return hands.raise(actor, sessionId, input.kind(), said(input.note()));
    }

    @DeleteMapping(OWN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "lowerHand", summary = "Take the hand down")
    void lower(Actor actor, @PathVariable("session_id") UUID sessionId) {
        hands.lower(actor, sessionId);
    }

    @GetMapping("/api/hands")
    @Operation(
            operationId = "listHands",
            summary = "The hands that wait: who is locked out first, then who waits longest")
    HandList list(Actor actor, @RequestParam(name = "exam_id", required = false) @Nullable UUID examId) {
        return new HandList(hands.waiting(actor, examId));
    }

    @PostMapping("/api/sessions/{session_id}/hand/answer")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "answerHand", summary = "Take on a hand, with a message to the student or without")
    void answer(Actor actor, @PathVariable("session_id") UUID sessionId, @Valid @RequestBody AnswerHand input) {
        hands.answer(actor, sessionId, said(input.text()));
    }

    private static @Nullable String said(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
