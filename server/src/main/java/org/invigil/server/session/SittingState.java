package org.invigil.server.session;

import java.time.Instant;
import java.util.UUID;
import org.invigil.server.session.SittingView.Status;
import org.invigil.server.session.SittingView.SubmitReason;
import org.jspecify.annotations.Nullable;

/**
 * How a sitting stands.
 *
 * @param submittedAt null while active, as is the reason
 * @param answersVersion another text with every answer that is saved: how many there are and the exclusive or of the
 *     leading 32 bits of their versions, {@code 3:0badcafe}, which a page can tell from its own answers
 */
public record SittingState(
        UUID sessionId,
        Status status,
        Instant startedAt,
        Instant endsAt,
        @Nullable Instant submittedAt,
        @Nullable SubmitReason submitReason,
        String answersVersion) {}
