package org.invigil.server.identity;

import java.security.Principal;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.invigil.rules.wire.WireNamed;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * On whose behalf a transaction runs. Row-level security decides by this, see the policies in {@code
 * V15__roles_and_assignments.sql}.
 *
 * <p>A controller gets it as an argument; a handshake asks {@link #of(Principal)}.
 *
 * @param roles what the actor may do, one or several
 * @param userId the person, null for the analyser and the server itself
 */
public record Actor(Set<Role> roles, @Nullable UUID userId) {

    /** Roles known to the policies of the database. The last two stand alone. */
    public enum Role implements WireNamed {
        STUDENT,
        PROCTOR,
        REVIEWER,
        AUTHOR,
        ADMIN,
        /** Writes scores and incidents, nothing else. */
        ANALYZER,
        /** The server itself: sign-in, the deadline sweep, retention. */
        SYSTEM;

        private static final String PREFIX = "ROLE_";

        /** As Spring Security names it. */
        GrantedAuthority authority() {
            return new SimpleGrantedAuthority(PREFIX + name());
        }
    }

    public static final Actor ANALYZER = new Actor(Role.ANALYZER, null);
    public static final Actor SYSTEM = new Actor(Role.SYSTEM, null);

    private static final Set<Role> STAFF = EnumSet.of(Role.PROCTOR, Role.REVIEWER, Role.AUTHOR, Role.ADMIN);

    public Actor {
        roles = Collections.unmodifiableSet(EnumSet.copyOf(roles));
    }

    /** Somebody of one role. */
    public Actor(Role role, @Nullable UUID userId) {
        this(EnumSet.of(role), userId);
    }

    /** Who a request's principal is: a signed-in person or a service token; empty for nobody. */
    public static Optional<Actor> of(@Nullable Principal principal) {
        if (!(principal instanceof Authentication authentication) || !authentication.isAuthenticated()) {
            return Optional.empty();
        }
        return switch (authentication.getPrincipal()) {
            case SignedIn person -> person(person.id(), authentication);
            case ServiceToken _ -> Optional.of(ANALYZER);
            case null, default -> Optional.empty();
        };
    }

    /** The roles stand in the sign-in once, as what Spring Security grants by. */
    private static Optional<Actor> person(UUID id, Authentication authentication) {
        List<Role> roles = authentication.getAuthorities().stream()
                .flatMap(granted -> EnumSet.allOf(Role.class).stream()
                        .filter(role -> role.authority().equals(granted)))
                .toList();
        return roles.isEmpty() ? Optional.empty() : Optional.of(new Actor(EnumSet.copyOf(roles), id));
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    /** Whether the actor has to do with exams of others. What they see of them is what they are assigned to. */
    public boolean isStaff() {
        return roles.stream().anyMatch(STAFF::contains);
    }

    /** Admins see and do everything. */
    public boolean isAdmin() {
        return has(Role.ADMIN);
    }

    /** The person's id, for routes that only persons reach. */
    public UUID person() {
        return Objects.requireNonNull(userId, "This actor is no person");
    }

    /** The roles as PostgreSQL is told them, in {@code invigil.role}: their wire names with commas between them. */
    public String rolesSetting() {
        return roles.stream().map(Role::wireName).collect(Collectors.joining(","));
    }
}
