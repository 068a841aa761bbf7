package org.invigil.server.ingest;

import java.util.concurrent.Semaphore;
import org.invigil.server.observe.LogContext;
import org.invigil.server.session.ExamSession;
import org.invigil.server.streams.SessionScores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.socket.CloseStatus;

/**
 * Makes a session this node's once its socket is open: that asks the database and may wait for the node that had it, so it
 * is done off the container's threads, one virtual thread a socket, a few at a time. Until it is done the newest frame waits
 * in its slot, and no frame is scored.
 */
@Component
class StreamTakeover {

    private static final Logger log = LoggerFactory.getLogger(StreamTakeover.class);

    /** A whole room that connects at once leaves connections to the database for what the room writes. */
    private static final int AT_ONCE = 8;

    private final SessionScores scores;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    StreamTakeover(SessionScores scores) {
        this.scores = scores;
    }

    /** Returns at once; the connection begins or is closed. */
    void start(ExamSession session, FrameConnection connection) {
        Thread.ofVirtual()
                .name("takeover-" + session.sessionId())
                .start(() -> LogContext.with(session.sessionId(), () -> take(session, connection)));
    }

    private void take(ExamSession session, FrameConnection connection) {
        turns.acquireUninterruptibly();
        try {
            // A socket that has ended meanwhile must not take the session from the one that came after it, elsewhere.
            if (!connection.way().hasEnded()) {
                connection.way().begin(scores.prepare(session));
            }
        } catch (DataAccessException | TransactionException e) {
            connection.close(CloseStatus.SERVICE_OVERLOAD); // the page comes again
        } catch (RuntimeException e) {
            log.error("The session could not be made this node's", e);
            connection.close(CloseStatus.SERVER_ERROR);
        } finally {
            turns.release();
        }
    }
}
