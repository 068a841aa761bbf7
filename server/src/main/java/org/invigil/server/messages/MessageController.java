package org.invigil.server.messages;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.problem.VisibleText;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Messages: staff write them to an exam, a group or one; students read and acknowledge them. */
@RestController
@Tag(name = "messages")
class MessageController {

    private static final String OF_EXAM = "/api/exams/{exam_id}/messages";
    private static final String OF_SESSION = "/api/exam/sessions/{session_id}/messages";

    private final Messages messages;

    MessageController(Messages messages) {
        this.messages = messages;
    }

    /** @param recipientId of the session or the group; left out for the whole exam */
    record SendMessage(
            @NotNull Audience audience,
            @Nullable UUID recipientId,

            @NotBlank @VisibleText @Size(max = Messages.MAX_CHARACTERS)
            String text) {

        Messages.Draft draft() {
            if ((audience == Audience.EXAM) != (recipientId == null)) {
                throw MessageException.invalid(
                        "recipient_id",
                        recipientId == null
                                ? "must name the " + audience.wireName() + " that it is for"
                                : "is left out in a message to the whole exam");
            }
            return new Messages.Draft(audience, recipientId, text.strip());
        }
    }

    record MessageList(List<Message> messages) {}

    record ReceivedMessageList(List<ReceivedMessage> messages) {}

    @PostMapping(OF_EXAM)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "sendMessage", summary = "Write to everybody who sits the exam, to a group, or to one")
    Message send(Actor actor, @PathVariable("exam_id") UUID examId, @Valid @RequestBody SendMessage input) {
        return messages.send(actor, examId, input.draft());
    }

    @GetMapping(OF_EXAM)
    @Operation(operationId = "listMessages", summary = "The exam's messages, newest first, with who has read them")
    MessageList list(Actor actor, @PathVariable("exam_id") UUID examId) {
        return new MessageList(messages.list(actor, examId));
    }

    @GetMapping(OF_SESSION)
    @Operation(operationId = "listReceivedMessages", summary = "What was said to this sitting, oldest first")
    ReceivedMessageList received(Actor actor, @PathVariable("session_id") UUID sessionId) {
        return new ReceivedMessageList(messages.received(actor, sessionId));
    }

    @PostMapping(OF_SESSION + "/{message_id}/acknowledge")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "acknowledgeMessage", summary = "Say that a message is read; again changes nothing")
    void acknowledge(
            Actor actor, @PathVariable("session_id") UUID sessionId, @PathVariable("message_id") UUID messageId) {
        messages.acknowledge(actor, sessionId, messageId);
    }
}
