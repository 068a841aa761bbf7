package org.invigil.server.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.invigil.server.session.SittingSettings;

/**
 * Where in a sitting a clip belongs.
 *
 * @param startsAt when its first picture was taken, by the server's clock
 * @param fromEvent the same from the event on, by the page's clock; negative before it
 * @param isPlausible false for a beginning so long after the event that no page does: then it is taken to begin where it was to begin
 */
record ClipPlace(Instant startsAt, Duration fromEvent, boolean isPlausible) {

    /** Between two pictures of a slow camera, and from one key picture to the next. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    /** Earlier than this nothing of the sitting was analysed. */
    private static final Duration MOST_BEFORE = Duration.ofDays(1);

    /**
     * Only how far its beginning is from the event counts, both by the page's clock, which may be wrong by hours. One that begins long
     * before may be honest: a camera that froze leaves the page with pictures from before.
     *
     * @param saidToStartAt by the page's clock
     */
    static ClipPlace of(ClipRequests.Moment asked, Instant saidToStartAt, SittingSettings.Clip settings) {
        Duration wanted = Duration.ofMillis(settings.beforeMillis()).negated();
        Instant captured = asked.eventCapturedAt();
        if (captured == null) {
            return new ClipPlace(asked.eventAt().plus(wanted), wanted, true);
        }
        Duration fromEvent = Duration.between(captured, saidToStartAt);
        boolean isPlausible = fromEvent.compareTo(Duration.ofMillis(settings.lengthMillis())) <= 0;
        boolean isInSitting = isPlausible && fromEvent.compareTo(MOST_BEFORE.negated()) >= 0;
        return new ClipPlace(asked.eventAt().plus(isInSitting ? fromEvent : wanted), fromEvent, isPlausible);
    }

    /** Why the event itself is not in a clip of this length; empty if it is. */
    Optional<ClipCheck.Reason> whyWithoutEvent(long shownMillis) {
        if (fromEvent.compareTo(SLACK) > 0) {
            return Optional.of(ClipCheck.Reason.BEGINS_LATE);
        }
        boolean ends = fromEvent.plusMillis(shownMillis).plus(SLACK).isNegative();
        return ends ? Optional.of(ClipCheck.Reason.ENDS_EARLY) : Optional.empty();
    }
}
