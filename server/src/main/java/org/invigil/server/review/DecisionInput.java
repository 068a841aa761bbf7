package org.invigil.server.review;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A decision on its way into the history.
 *
 * @param id made up by whoever decides
 * @param verdict a {@link Decision} or an {@link Outcome}
 * @param comment told to the student; empty if there is a reason
 * @param supersedes what was seen as the newest decision, null for none
 */
public record DecisionInput<V extends Enum<V>>(
        UUID id,
        V verdict,
        @Nullable DecisionReason reason,
        String comment,
        @Nullable UUID supersedes) {}
