package org.invigil.server.session;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds sessions for the modules that watch them. Reads as the server itself; callers decide who may ask. */
public interface ExamSessions {

    Optional<ExamSession> find(UUID sessionId);

    /** Those of these sessions that exist, in no order. */
    List<ExamSession> find(Collection<UUID> sessionIds);

    /** Every session that is not over, and those that are for ten minutes at most. */
    List<ExamSession> findRecent();
}
