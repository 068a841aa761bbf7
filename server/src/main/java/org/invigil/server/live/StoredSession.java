package org.invigil.server.live;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as the database knows it.
 *
 * @param submittedAt null while active
 */
record StoredSession(LiveSession session, @Nullable Instant submittedAt) {}
