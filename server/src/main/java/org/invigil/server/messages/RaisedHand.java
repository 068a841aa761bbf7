package org.invigil.server.messages;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.invigil.rules.sitting.SittingState;

/** A hand that waits, with whose it is. */
@Schema(name = "RaisedHand")
public record RaisedHand(
        UUID sessionId, UUID examId, String examTitle, String student, SittingState status, Hand hand) {}
