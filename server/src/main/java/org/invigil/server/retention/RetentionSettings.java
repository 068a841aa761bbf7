package org.invigil.server.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many days things are kept, {@code invigil.retention.*}; 0 keeps them for ever.
 *
 * @param clipDays clips, after their upload
 * @param scoreDays scores with the raw signals, after the start of their session
 * @param incidentDays incidents, after their start
 * @param sessionDays whole sessions with their answers, after they were submitted
 */
@ConfigurationProperties(prefix = "invigil.retention", ignoreUnknownFields = false)
record RetentionSettings(
        @DefaultValue("180") int clipDays,
        @DefaultValue("180") int scoreDays,
        @DefaultValue("365") int incidentDays,
        @DefaultValue("0") int sessionDays) {

    private static final int MOST_DAYS = 36_500;

    RetentionSettings {
        check("clip-days", clipDays);
        check("score-days", scoreDays);
        check("incident-days", incidentDays);
        check("session-days", sessionDays);
    }

    private static void check(String key, int days) {
        if (days < 0 || days > MOST_DAYS) {
            throw new IllegalArgumentException(
                    "invigil.retention." + key + " must be 0 (keep for ever) to " + MOST_DAYS + ", not " + days);
        }
    }

    /** What was uploaded before is deleted. A clip goes with its session at the latest. */
    Optional<Instant> clipsBefore(Instant now) {
        return before(now, clipDays, sessionDays);
    }

    /** Scores of sessions that began before are deleted. */
    Optional<Instant> scoresBefore(Instant now) {
        return before(now, scoreDays);
    }

    /** Incidents that began before are deleted. */
    Optional<Instant> incidentsBefore(Instant now) {
        return before(now, incidentDays);
    }

    /** Sessions that were submitted before are deleted. */
    Optional<Instant> sessionsBefore(Instant now) {
        return before(now, sessionDays);
    }

    private static Optional<Instant> before(Instant now, int... limits) {
        return IntStream.of(limits).filter(days -> days > 0).min().stream()
                .mapToObj(days -> now.minus(Duration.ofDays(days)))
                .findFirst();
    }
}
