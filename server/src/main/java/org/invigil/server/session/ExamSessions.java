package org.invigil.server.session;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds sessions for the modules that watch them. Reads as the server itself; callers decide who may ask. */
public interface ExamSessions {

    Optional<ExamSession> find(UUID sessionId);

    /** Every active session, and those submitted within the last ten minutes. */
    List<ExamSession> findRecent();
}
