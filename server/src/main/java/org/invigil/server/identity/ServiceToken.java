package org.invigil.server.identity;

import java.security.Principal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A key for an analyser that runs elsewhere. The key itself is shown once and never kept. */
record ServiceToken(
        UUID id, String name, Instant createdAt, @Nullable Instant revokedAt) implements Principal {

    @Override
    public String getName() {
        return "service-token:" + id;
    }
}
