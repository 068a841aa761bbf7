package org.invigil.server.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a transaction runs. Row-level security decides by this, see the policies in {@code V1__schema.sql}.
 *
 * @param role what the actor may do
 * @param userId the person, null for the analyser and the server itself
 */
public record Actor(Role role, @Nullable UUID userId) {

    /** Roles known to the policies of the database. */
    public enum Role {
        STUDENT,
        PROCTOR,
        ADMIN,
        /** Writes scores and incidents, nothing else. */
        ANALYZER,
        /** The server itself: sign-in, the deadline sweep, retention. */
        SYSTEM;

        /** The name on the wire and in SQL. */
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public static final Actor ANALYZER = new Actor(Role.ANALYZER, null);
    public static final Actor SYSTEM = new Actor(Role.SYSTEM, null);
}
