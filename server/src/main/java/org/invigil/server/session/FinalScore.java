package org.invigil.server.session;

import java.time.Instant;

/** What submitting asks of scoring. */
public interface FinalScore {

    /**
     * Takes no more frames for this session, stores what is pending, closes its open incidents and computes its score.
     * Calling it again gives the same score.
     *
     * @return the final cheat score, 0 to 100
     */
    double settle(ExamSession session, Instant at);
}
