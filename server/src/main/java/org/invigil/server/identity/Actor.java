package org.invigil.server.identity;

import java.security.Principal;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * On whose behalf a transaction runs. Row-level security decides by this, see the policies in {@code V1__schema.sql}.
 *
 * <p>A controller gets it as an argument; a handshake asks {@link #of(Principal)}.
 *
 * @param role what the actor may do
 * @param userId the person, null for the analyser and the server itself
 */
public record Actor(Role role, @Nullable UUID userId) {

    /** Roles known to the policies of the database. */
    public enum Role implements WireNamed {
        STUDENT,
        PROCTOR,
        ADMIN,
        /** Writes scores and incidents, nothing else. */
        ANALYZER,
        /** The server itself: sign-in, the deadline sweep, retention. */
        SYSTEM
    }

    public static final Actor ANALYZER = new Actor(Role.ANALYZER, null);
    public static final Actor SYSTEM = new Actor(Role.SYSTEM, null);

    /** Who a request's principal is: a signed-in person or a service token; empty for nobody. */
    public static Optional<Actor> of(@Nullable Principal principal) {
        Object identity = principal instanceof Authentication authentication && authentication.isAuthenticated()
                ? authentication.getPrincipal()
                : principal;
        return switch (identity) {
            case SignedIn person -> Optional.of(new Actor(person.role().actorRole(), person.id()));
            case ServiceToken _ -> Optional.of(ANALYZER);
            case null, default -> Optional.empty();
        };
    }

    /** Proctors and admins see everybody. */
    public boolean isStaff() {
        return role == Role.PROCTOR || role == Role.ADMIN;
    }

    /** The person's id, for routes that only persons reach. */
    public UUID person() {
        return Objects.requireNonNull(userId, "This actor is no person");
    }
}
