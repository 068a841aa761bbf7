package org.invigil.rules.watch;

import org.invigil.rules.signal.UnwatchedCause;
import org.jspecify.annotations.Nullable;

/**
 * Time in which a sitting was active, in milliseconds of 0 and more: watched, and not watched by cause.
 *
 * @param watchedMs in which usable pictures were judged
 */
public record WatchedTime(long watchedMs, long noPictureMs, long slowLinkMs, long outageMs, long serverFullMs) {

    public static final WatchedTime NONE = new WatchedTime(0, 0, 0, 0, 0);

    /**
     * The same and so much more.
     *
     * @param cause null for watched time
     */
    public WatchedTime plus(long millis, @Nullable UnwatchedCause cause) {
        return switch (cause) {
            case null -> new WatchedTime(watchedMs + millis, noPictureMs, slowLinkMs, outageMs, serverFullMs);
            case NO_PICTURE -> new WatchedTime(watchedMs, noPictureMs + millis, slowLinkMs, outageMs, serverFullMs);
            case SLOW_LINK -> new WatchedTime(watchedMs, noPictureMs, slowLinkMs + millis, outageMs, serverFullMs);
            case OUTAGE -> new WatchedTime(watchedMs, noPictureMs, slowLinkMs, outageMs + millis, serverFullMs);
            case SERVER_FULL -> new WatchedTime(watchedMs, noPictureMs, slowLinkMs, outageMs, serverFullMs + millis);
        };
    }

    /** Both together. */
    public WatchedTime plus(WatchedTime other) {
        return new WatchedTime(
                watchedMs + other.watchedMs,
                noPictureMs + other.noPictureMs,
                slowLinkMs + other.slowLinkMs,
                outageMs + other.outageMs,
                serverFullMs + other.serverFullMs);
    }

    public long totalMs() {
        return watchedMs + noPictureMs + slowLinkMs + outageMs + serverFullMs;
    }

    /** The watched part of all, 0 to 1; null where nothing is counted. */
    public @Nullable Double watchedShare() {
        return totalMs() == 0 ? null : (double) watchedMs / totalMs();
    }
}
