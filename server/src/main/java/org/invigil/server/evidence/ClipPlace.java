package org.invigil.server.evidence;

import java.time.Duration;
import java.time.Instant;
import org.invigil.server.session.SittingSettings;

/**
 * Where in a sitting a clip belongs.
 *
 * @param startsAt when its first picture was taken, by the server's clock
 * @param isPlausible false for what the page says of its time and no page does: then it is taken to begin where it was to begin
 */
record ClipPlace(Instant startsAt, boolean isPlausible) {

    /** A clip begins with a key picture, which may come so long before the time asked for. */
    private static final Duration KEY_PICTURE = Duration.ofSeconds(10);

    /**
     * Only how far its beginning is from the event counts, both by the page's clock, which may be wrong by hours.
     *
     * @param saidToStartAt by the page's clock
     */
    static ClipPlace of(ClipRequests.Moment asked, Instant saidToStartAt, SittingSettings.Clip settings) {
        Duration before = Duration.ofMillis(settings.beforeMillis());
        Instant captured = asked.eventCapturedAt();
        if (captured == null) {
            return new ClipPlace(asked.eventAt().minus(before), true);
        }
        Duration fromEvent = Duration.between(captured, saidToStartAt);
        boolean isPlausible = fromEvent.compareTo(before.plus(KEY_PICTURE).negated()) >= 0
                && fromEvent.compareTo(Duration.ofMillis(settings.lengthMillis())) <= 0;
        return new ClipPlace(asked.eventAt().plus(isPlausible ? fromEvent : before.negated()), isPlausible);
    }
}
