package org.invigil.server.scoring;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.invigil.server.exam.Policy;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.FinalScore;
import org.invigil.server.session.SessionSubmitted;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The running scores of all sessions of this node, and the end of each. */
@Component
public class SessionScores implements FinalScore, AutoCloseable {

    private static final long SETTLE_TIMEOUT_MILLIS = 15_000;

    private final ScoreStore store;
    private final ScoreSink sink;
    private final ObjectProvider<ScoreListener> listeners;
    private final Map<UUID, SessionScore> running = new ConcurrentHashMap<>();

    SessionScores(ScoreStore store, ScoreSinkThread sinkThread, ObjectProvider<ScoreListener> listeners) {
        this.store = store;
        this.sink = sinkThread.sink();
        this.listeners = listeners;
    }

    /**
     * Whether any frame of the session was scored before, here or on another node: a student who comes back.
     *
     * @throws org.springframework.dao.DataAccessException if it must be read and the database is away
     */
    public boolean hasBegun(UUID sessionId) {
        return running.containsKey(sessionId) || store.hasRows(sessionId);
    }

    /**
     * The running score of an active session; goes on from the stored rows if this node has not seen it before.
     *
     * @throws org.springframework.dao.DataAccessException if it must be read and the database is away
     */
    public SessionScore prepare(ExamSession session) {
        SessionScore score = running.get(session.sessionId());
        if (score != null) {
            return score;
        }
        Policy policy = Policy.fromJson(session.policyJson());
        SessionScore resumed = new SessionScore(
                session,
                policy,
                store.resume(session.sessionId(), policy),
                sink::offer,
                listeners.stream().toList());
        SessionScore other = running.putIfAbsent(session.sessionId(), resumed);
        return other == null ? resumed : other;
    }

    /** The student's socket is open. */
    public void connected(ExamSession session) {
        listeners.forEach(listener -> listener.connected(session));
    }

    /** The connection of a session is gone. What was gathered is stored; the score waits for the student to come back. */
    public void disconnected(UUID sessionId) {
        SessionScore score = running.get(sessionId);
        if (score != null) {
            score.flush();
        }
        listeners.forEach(listener -> listener.disconnected(sessionId));
    }

    /** Drops the running score, as a restart does. What is stored is all that is left of it. */
    void forget(UUID sessionId) {
        running.remove(sessionId);
    }

    /** The last stored scores of these sessions. */
    public List<LastKnownScore> lastKnown(Collection<UUID> sessionIds) {
        return sessionIds.isEmpty() ? List.of() : store.lastKnown(sessionIds);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Waits for the sink, which writes on its own connection: whatever transaction the caller is in stays untouched.
     *
     * @throws ScoringException if the database does not take the last rows in time; settling may be tried again
     */
    @Override
    public double settle(ExamSession session, Instant at) {
        SessionScore score = running.remove(session.sessionId());
        if (score != null) {
            score.settle();
        }
        CompletableFuture<Double> finalScore = new CompletableFuture<>();
        if (!sink.offer(new ScoreWrite.Settle(session.sessionId(), finalScore))) {
            throw ScoringException.notSettled(null);
        }
        try {
            return finalScore.get(SETTLE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ScoringException.notSettled(e);
        } catch (ExecutionException | TimeoutException e) {
            throw ScoringException.notSettled(e);
        }
    }

    /** A student who reconnected in the very moment of submitting leaves a score behind: it ends here. */
    @EventListener
    void submitted(SessionSubmitted event) {
        SessionScore score = running.remove(event.session().sessionId());
        if (score != null) {
            score.settle();
        }
    }

    /** The server stops: what was gathered goes to the sink, which stores it before it stops as well. */
    @Override
    public void close() {
        running.values().forEach(SessionScore::flush);
    }
}
