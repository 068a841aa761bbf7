package org.invigil.server.live;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as the database knows it.
 *
 * @param overSince null until it is submitted or ended
 */
record StoredSession(LiveSession session, @Nullable Instant overSince) {}
