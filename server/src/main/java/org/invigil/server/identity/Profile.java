package org.invigil.server.identity;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person with an account.
 *
 * @param username lower case, unique
 * @param roles one at least
 * @param everyExamRoles those of the roles that hold for every exam, also for later ones
 * @param disabledAt since when the person cannot sign in, null if they can
 */
@Schema(name = "ProfileDetails")
public record Profile(
        UUID id,
        String username,
        String displayName,
        Set<PersonRole> roles,
        Set<PersonRole> everyExamRoles,
        Instant createdAt,
        @Nullable Instant disabledAt) {}
