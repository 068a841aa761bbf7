package org.invigil.server.session;

import java.time.Instant;
import java.util.UUID;
import org.invigil.rules.sitting.SittingState;
import org.invigil.server.session.SittingView.SubmitReason;
import org.jspecify.annotations.Nullable;

/**
 * How a sitting stands.
 *
 * @param statusSince when it came to stand so
 * @param endsAt moves with pauses; see {@link SittingView}
 * @param submittedAt null unless submitted, as is the reason
 * @param endReason null unless ended
 * @param answersVersion another text with every answer that is saved: how many there are and the exclusive or of the
 *     leading 32 bits of their versions, {@code 3:0badcafe}, which a page can tell from its own answers
 */
public record SittingSnapshot(
        UUID sessionId,
        UUID examId,
        UUID studentId,
        SittingState status,
        Instant statusSince,
        Instant startedAt,
        Instant endsAt,
        @Nullable Instant submittedAt,
        @Nullable SubmitReason submitReason,
        @Nullable String endReason,
        String answersVersion) {}
