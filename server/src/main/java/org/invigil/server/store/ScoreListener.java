package org.invigil.server.store;

import java.time.Instant;
import java.util.UUID;
import org.invigil.server.session.ExamSession;

/** Hears of every scored frame. Called on analysing threads: take it and return at once. */
public interface ScoreListener {

    /** The student's socket is open. */
    void connected(ExamSession session);

    /** The student's socket is gone. */
    void disconnected(UUID sessionId);

    /** Another node has changed the state of a session that is scored here. */
    void moved(ExamSession session);

    /** A frame was scored, or looked at while none counts. */
    void scored(ExamSession session, ScoreUpdate update);

    /**
     * The student's page was asked to keep a clip.
     *
     * @param behavior why, a behaviour's name or {@code focus_score}
     * @param eventAt the moment that the clip is to show, by the server's clock
     * @param eventCapturedAt the same moment by the page's clock, which may be any
     */
    default void clipAsked(
            ExamSession session,
            UUID clipId,
            String behavior,
            Instant eventAt,
            Instant eventCapturedAt,
            Instant askedAt) {}
}
