package org.invigil.server.messages;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as the student sees it. Who of the staff wrote it is not told.
 *
 * @param acknowledgedAt when the student said that it is read; null before
 */
public record ReceivedMessage(
        UUID messageId,
        Audience audience,
        String text,
        Instant sentAt,
        @Nullable Instant acknowledgedAt) {}
