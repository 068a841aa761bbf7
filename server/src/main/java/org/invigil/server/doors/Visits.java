package org.invigil.server.doors;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Every connection whose client owes a part of a request. Tomcat's own time limits begin anew with every byte, so a client
 * that sends one now and then would be waited for for hours; these are limits of the whole.
 */
final class Visits {

    /** From this share of all connections on, the patience is {@link #HURRY} times shorter, to make room for others. */
    private static final double CROWDED = 0.75;

    private static final int HURRY = 5;
    private static final Duration LEFTOVER = Duration.ofSeconds(5);

    private final Visit.Patience calm;
    private final Visit.Patience crowded;
    private final DoorCounts counts;
    private final LongSupplier nanos;
    private final ConcurrentMap<Object, Visit> byConnection = new ConcurrentHashMap<>();

    /** @param nanos as {@link System#nanoTime}, which no step of the wall clock moves */
    Visits(DoorSettings settings, DoorCounts counts, LongSupplier nanos) {
        this.calm = new Visit.Patience(
                settings.headTimeout(), settings.bodyTimeout(), LEFTOVER, settings.minBytesPerSecond());
        this.crowded = new Visit.Patience(
                settings.headTimeout().dividedBy(HURRY),
                settings.bodyTimeout().dividedBy(HURRY),
                LEFTOVER.dividedBy(HURRY),
                settings.minBytesPerSecond());
        this.counts = counts;
        this.nanos = nanos;
    }

    /** The client of this connection has sent something. */
    Visit arrives(Object connection, Supplier<Visit.Line> line) {
        Visit visit = byConnection.computeIfAbsent(connection, key -> new Visit(line.get(), nanos.getAsLong()));
        visit.arrives();
        return visit;
    }

    void leaves(Object connection) {
        byConnection.remove(connection);
    }

    long nowNanos() {
        return nanos.getAsLong();
    }

    int size() {
        return byConnection.size();
    }

    /** What is owed just now, by connections that owe anything or are being served. */
    List<Visit.Owes> owed() {
        return byConnection.values().stream().map(Visit::owes).toList();
    }

    /** Lets go of those whose time is over. Called once a second. */
    void look(long connections, long maxConnections) {
        Visit.Patience patience = connections > CROWDED * maxConnections ? crowded : calm;
        long now = nanos.getAsLong();
        byConnection.forEach((connection, visit) -> {
            if (visit.isClosed()) {
                byConnection.remove(connection, visit);
                return;
            }
            Visit.Owes owed = visit.owes();
            if (visit.endIfOverdue(patience, now)) {
                if (owed == Visit.Owes.HEAD) {
                    counts.slowHead();
                } else {
                    counts.slowBody();
                }
            }
        });
    }
}
