package org.invigil.server.watch;

import io.swagger.v3.oas.annotations.media.Schema;
import org.invigil.rules.watch.WatchedTime;
import org.jspecify.annotations.Nullable;

/**
 * How much of a sitting's active time was watched.
 *
 * @param watchedSeconds in which usable pictures of the camera were judged
 * @param watchedShare their part of all that was counted, 0 to 1 in steps of 0.001; null while nothing is counted
 * @param isUnwatched whether the incident {@code unwatched} is open
 */
public record Watching(
        long watchedSeconds, @Nullable Double watchedShare, UnwatchedSeconds unwatchedSeconds, boolean isUnwatched) {

    /** The time that was not watched, by cause. */
    @Schema(name = "UnwatchedSeconds")
    public record UnwatchedSeconds(long noPicture, long slowLink, long outage, long serverFull) {}

    static Watching of(WatchedTime time, boolean isUnwatched) {
        return new Watching(
                seconds(time.watchedMs()),
                share(time),
                new UnwatchedSeconds(
                        seconds(time.noPictureMs()),
                        seconds(time.slowLinkMs()),
                        seconds(time.outageMs()),
                        seconds(time.serverFullMs())),
                isUnwatched);
    }

    /** Rounded down in its last step: only what was watched throughout is 1. */
    static @Nullable Double share(WatchedTime time) {
        Double share = time.watchedShare();
        return share == null ? null : Math.floor(share * 1_000) / 1_000;
    }

    private static long seconds(long millis) {
        return Math.round(millis / 1_000.0);
    }
}
