package org.invigil.server.messages;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as staff see it.
 *
 * @param sessionId of the one sitting that it is for, else null
 * @param groupId of the group that it is for, else null
 * @param sentBy null for whoever may not know
 * @param reached how many sittings it is for, so far
 * @param acknowledged in how many of them the student has said that it is read
 */
@Schema(name = "Message")
public record Message(
        UUID messageId,
        Audience audience,
        @Nullable UUID sessionId,
        @Nullable UUID groupId,
        String text,
        Instant sentAt,
        @Nullable String sentBy,
        int reached,
        int acknowledged) {

    Message with(@Nullable String author, int reach) {
        return new Message(messageId, audience, sessionId, groupId, text, sentAt, author, reach, acknowledged);
    }
}
