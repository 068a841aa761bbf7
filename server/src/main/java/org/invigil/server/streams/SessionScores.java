package org.invigil.server.streams;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.invigil.rules.policy.Policy;
import org.invigil.server.exam.PolicyReader;
import org.invigil.server.nodes.Doorbell;
import org.invigil.server.nodes.NodeChannel;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.FinalScore;
import org.invigil.server.session.SessionMoved;
import org.invigil.server.session.SessionOver;
import org.invigil.server.session.SessionStarted;
import org.invigil.server.store.LastKnownScore;
import org.invigil.server.store.ScoreListener;
import org.invigil.server.store.ScoreSink;
import org.invigil.server.store.ScoreSinkThread;
import org.invigil.server.store.ScoreStore;
import org.invigil.server.store.ScoreWrite;
import org.invigil.server.store.ScoringException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** The running scores of all sessions of this node, and the end of each. */
@Component
public class SessionScores implements FinalScore, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SessionScores.class);

    private static final long SETTLE_TIMEOUT_MILLIS = 15_000;
    private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(2);
    private static final int LOCKS = 64;

    private final ScoreStore store;
    private final ScoreSink sink;
    private final StreamClaims claims;
    private final ObjectProvider<ScoreListener> listeners;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Map<UUID, SessionScore> running = new ConcurrentHashMap<>();
    /** Two connections of one session are prepared one after the other. */
    private final ReentrantLock[] preparing = new ReentrantLock[LOCKS];

    private final Doorbell look;

    SessionScores(
            ScoreStore store,
            ScoreSinkThread sinkThread,
            StreamClaims claims,
            NodeChannel channel,
            ObjectProvider<ScoreListener> listeners,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.sink = sinkThread.sink();
        this.claims = claims;
        this.listeners = listeners;
        this.events = events;
        this.clock = clock;
        Arrays.setAll(preparing, i -> new ReentrantLock());
        this.look = new Doorbell("stream-claims", LOOK_AT_LEAST_EVERY, this::followOthers);
        channel.subscribe(NodeChannel.Topic.STREAMS, look::ring);
    }

    /**
     * Whether any frame of the session was scored before, here or on another node: a student who comes back.
     *
     * @throws org.springframework.dao.DataAccessException if it must be read and the database is away
     */
    public boolean hasBegun(ExamSession session) {
        return running.containsKey(session.sessionId()) || store.hasRows(session);
    }

    /**
     * The running score of an active session, which is this node's from now on; goes on from what another node left
     * behind, or from the stored rows, if this node has not scored it last.
     *
     * @throws org.springframework.dao.DataAccessException if the database is away
     */
    public SessionScore prepare(ExamSession session) {
        UUID id = session.sessionId();
        ReentrantLock lock = preparing[Math.floorMod(id.hashCode(), LOCKS)];
        lock.lock();
        try {
            SessionScore known = running.get(id);
            StreamClaims.Claim claim = claims.take(id, known == null || known.isSettled() ? null : known.epoch());
            if (known != null) {
                if (claim.isContinued()) {
                    return known;
                }
                known.release();
            }
            Policy policy = PolicyReader.read(session.policyJson());
            SessionScore resumed = new SessionScore(
                    session,
                    claim.epoch(),
                    policy,
                    store.resume(session, policy, claim.epoch()),
                    sink::offer,
                    listeners.stream().toList());
            running.put(id, resumed);
            look.ring(); // it may have been paused since it was read
            return resumed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Follows what was done to this node's sessions elsewhere. Some have been paused or go on; of those that other nodes
     * have taken over, are submitting or have ended, they get the rest.
     */
    private void followOthers() {
        List<UUID> ids = List.copyOf(running.keySet());
        if (ids.isEmpty()) {
            return;
        }
        for (StreamClaims.Standing standing : claims.standings(ids)) {
            SessionScore score = running.get(standing.sessionId());
            if (score == null || score.epoch() > standing.epoch()) {
                continue; // the student has come back meanwhile
            }
            boolean isOver = standing.status().isOver();
            if (standing.isTaken()) {
                score.release();
            } else if (standing.isClosing() || isOver) {
                score.settle();
            } else if (score.follow(standing.status(), standing.statusSince(), standing.endsAt())) {
                listeners.forEach(listener -> listener.moved(score.session()));
            }
            // While another node only submits it, the session is still looked after: the end of its socket is to come.
            if (standing.isTaken() || isOver) {
                running.remove(standing.sessionId(), score);
                events.publishEvent(new StreamEnded(
                        standing.sessionId(),
                        score.epoch(),
                        isOver ? StreamEnded.Reason.OVER : StreamEnded.Reason.TAKEN_OVER));
            }
        }
    }

    /** The student's socket is open. */
    public void connected(ExamSession session) {
        listeners.forEach(listener -> listener.connected(session));
    }

    /** The connection of a session is gone. What was gathered is stored; the score waits for the student to come back. */
    public void disconnected(UUID sessionId) {
        SessionScore score = running.get(sessionId);
        if (score != null) {
            score.park();
        }
        listeners.forEach(listener -> listener.disconnected(sessionId));
    }

    /** Nobody waits in vain for the end of what no picture shows any more, such as after a browser was closed. */
    @Scheduled(fixedRate = 1_000)
    void endUnseen() {
        long now = clock.millis();
        running.values().forEach(score -> score.endUnseen(now));
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
        boolean isOurs = claims.close(session.sessionId());
        SessionScore score = running.remove(session.sessionId());
        if (score != null && isOurs) {
            score.settle();
        } else if (score != null) {
            score.release();
        }
        CompletableFuture<Double> finalScore = new CompletableFuture<>();
        if (!sink.offer(new ScoreWrite.Settle(session, finalScore))) {
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
    void over(SessionOver event) {
        UUID sessionId = event.session().sessionId();
        SessionScore score = running.remove(sessionId);
        if (score != null) {
            score.settle();
        }
        tellOwner(sessionId);
    }

    /** Frames count from now on, or no more. */
    @EventListener
    void moved(SessionMoved event) {
        follow(event.session());
        tellOwner(event.session().sessionId());
    }

    /** No other node needs to hear of it at once: there was nothing to score before. */
    @EventListener
    void started(SessionStarted event) {
        follow(event.session());
    }

    private void follow(ExamSession session) {
        SessionScore score = running.get(session.sessionId());
        if (score != null) {
            score.follow(session.status(), session.statusSince(), session.endsAt());
        }
    }

    private void tellOwner(UUID sessionId) {
        try {
            claims.tellOwner(sessionId);
        } catch (DataAccessException | TransactionException e) {
            log.info("Another node will find out by itself how session {} stands", sessionId);
        }
    }

    /** The server stops: what was gathered goes to the sink, which stores it before it stops as well. */
    @Override
    public void close() {
        look.close();
        running.values().forEach(SessionScore::park);
    }
}
