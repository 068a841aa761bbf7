package org.invigil.server.identity;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person with an account.
 *
 * @param username lower case, unique
 * @param disabledAt since when the person cannot sign in, null if they can
 */
@Schema(name = "ProfileDetails")
public record Profile(
        UUID id,
        String username,
        String displayName,
        PersonRole role,
        Instant createdAt,
        @Nullable Instant disabledAt) {}
