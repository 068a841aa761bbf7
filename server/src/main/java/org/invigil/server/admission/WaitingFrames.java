package org.invigil.server.admission;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.nodes.Doorbell;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The newest frame of each camera of this node whose student waits to be let in. Once a second it is looked whether one of
 * them has asked, at whichever node: then this frame becomes the picture, if it came after that.
 */
@Component
public class WaitingFrames implements SmartLifecycle {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** A camera of which no more came is gone, or its student does not wait any more. */
    private static final long FRESH_MILLIS = 5_000;

    private final Map<UUID, Still> latest = new ConcurrentHashMap<>();
    private final ActorTransactions transactions;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private volatile @Nullable Doorbell look;

    WaitingFrames(ActorTransactions transactions, ApplicationEventPublisher events, Clock clock) {
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    @SuppressWarnings("ArrayRecordComponent") // handed over, never changed and never compared
    private record Still(byte[] jpeg, long arrivedAtMillis) {}

    /**
     * A frame of a student who waits was looked at. Never blocks.
     *
     * @param jpeg a whole picture, which nobody changes from here on
     * @param arrivedAtMillis by the server's clock
     */
    public void offer(UUID sessionId, byte[] jpeg, long arrivedAtMillis) {
        latest.put(sessionId, new Still(jpeg, arrivedAtMillis));
    }

    /** Stores the pictures that are asked for. */
    void storeWhatIsAsked() {
        long now = clock.millis();
        latest.values().removeIf(still -> now - still.arrivedAtMillis() > FRESH_MILLIS);
        if (latest.isEmpty()) {
            return;
        }
        int stored = transactions.run(Actor.SYSTEM, jdbc -> asked(jdbc).stream()
                .mapToInt(sessionId -> store(jdbc, sessionId))
                .sum());
        if (stored > 0) {
            events.publishEvent(new AdmissionNews());
        }
    }

    private List<UUID> asked(JdbcClient jdbc) {
        return jdbc.sql("SELECT session_id FROM admissions WHERE asked_at IS NOT NULL AND picture IS NULL"
                        + " AND session_id = ANY (?)")
                .param(latest.keySet().toArray(UUID[]::new))
                .query(UUID.class)
                .list();
    }

    private int store(JdbcClient jdbc, UUID sessionId) {
        Still still = latest.get(sessionId);
        return still == null
                ? 0
                : jdbc.sql("UPDATE admissions SET picture = ?, picture_at = ?"
                                + " WHERE session_id = ? AND asked_at <= ? AND picture IS NULL")
                        .params(still.jpeg(), arrivedAt(still), sessionId, arrivedAt(still))
                        .update();
    }

    private static OffsetDateTime arrivedAt(Still still) {
        return SqlTime.toSql(Instant.ofEpochMilli(still.arrivedAtMillis()));
    }

    @Override
    public void start() {
        look = new Doorbell("waiting-frames", LOOK_EVERY, this::storeWhatIsAsked);
    }

    @Override
    public void stop() {
        Doorbell running = look;
        if (running != null) {
            running.close();
        }
        look = null;
    }

    @Override
    public boolean isRunning() {
        return look != null;
    }
}
