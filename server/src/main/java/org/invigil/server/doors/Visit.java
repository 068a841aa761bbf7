package org.invigil.server.doors;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What one connection is waited for. Its own thread says so, and another one looks at it once a second. */
final class Visit {

    /** What the client owes. */
    enum Owes {
        /** Nothing: the request is whole and read, the server works on it. */
        NOTHING,
        /** The rest of the request line and the headers. */
        HEAD,
        /** The rest of a body that somebody reads. */
        BODY,
        /** The rest of a body that was answered without it. Read on for a moment, so that the answer is seen. */
        LEFTOVER
    }

    /** The connection as far as it matters here. */
    interface Line {

        /** Nobody holds it any more. */
        boolean isClosed();

        /** What the client sends from now on is not heard; whoever waits for it sees the end of the stream. */
        void stopListening();
    }

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Line line;
    private volatile Owes owes = Owes.HEAD;
    private volatile long sinceNanos;
    private volatile @Nullable LongSupplier arrivedBytes;
    private volatile boolean isEnded;
    private boolean isServed;

    Visit(Line line, long nowNanos) {
        this.line = line;
        this.sinceNanos = nowNanos;
    }

    /** The client has sent something, perhaps a whole request. */
    void arrives() {
        isServed = false;
    }

    /**
     * The head is whole.
     *
     * @param bytes of the body so far, which may lag behind; null if more bytes give no more time
     */
    void isServed(boolean hasBody, @Nullable LongSupplier bytes, long nowNanos) {
        isServed = true;
        arrivedBytes = bytes;
        owe(hasBody ? Owes.BODY : Owes.NOTHING, nowNanos);
    }

    /** All of the body is read; what the server does with it is not the client's time. */
    void bodyIsRead(long nowNanos) {
        owe(Owes.NOTHING, nowNanos);
    }

    /** The answer is written. */
    void isAnswered(boolean hasLeftover, long nowNanos) {
        owe(hasLeftover ? Owes.LEFTOVER : Owes.NOTHING, nowNanos);
    }

    /** A head has begun and is not whole. The time runs from its first byte, however often the client sends another. */
    void waitsForHead(long nowNanos) {
        if (isServed) {
            owe(Owes.HEAD, nowNanos);
        }
    }

    /** Whether a request was served since {@link #arrives}. */
    boolean wasServed() {
        return isServed;
    }

    private void owe(Owes what, long nowNanos) {
        sinceNanos = nowNanos;
        owes = what;
    }

    Owes owes() {
        return owes;
    }

    boolean isClosed() {
        return line.isClosed();
    }

    /** How long the client may owe what it owes. */
    record Patience(Duration head, Duration body, Duration leftover, int minBytesPerSecond) {}

    /** Ends it if its time is over; true the first time. */
    boolean endIfOverdue(Patience patience, long nowNanos) {
        Owes now = owes;
        long allowedNanos =
                switch (now) {
                    case NOTHING -> Long.MAX_VALUE;
                    case HEAD -> patience.head().toNanos();
                    case BODY -> patience.body().toNanos() + earnedNanos(patience.minBytesPerSecond());
                    case LEFTOVER -> patience.leftover().toNanos();
                };
        if (isEnded || nowNanos - sinceNanos < allowedNanos) {
            return false;
        }
        isEnded = true;
        line.stopListening();
        return true;
    }

    /** A large body is given the time that its bytes would need at the least rate. */
    private long earnedNanos(int minBytesPerSecond) {
        LongSupplier bytes = arrivedBytes;
        return bytes == null ? 0 : Math.max(0, bytes.getAsLong()) * NANOS_PER_SECOND / minBytesPerSecond;
    }
}
