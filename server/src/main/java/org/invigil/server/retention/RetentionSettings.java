package org.invigil.server.retention;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many days things are kept, {@code invigil.retention.*}; 0 keeps them for ever.
 *
 * @param clipDays clips, after their upload
 * @param scoreDays scores with the raw signals, after the start of their session
 * @param incidentDays incidents, after their start
 * @param addressDays from where a sitting's devices came
 * @param sessionDays whole sessions with their answers, after they were submitted
 */
@Validated
@ConfigurationProperties(prefix = "invigil.retention", ignoreUnknownFields = false)
record RetentionSettings(
        @DefaultValue("180") @Min(0) @Max(RetentionSettings.MOST_DAYS)
        int clipDays,

        @DefaultValue("180") @Min(0) @Max(RetentionSettings.MOST_DAYS)
        int scoreDays,

        @DefaultValue("365") @Min(0) @Max(RetentionSettings.MOST_DAYS)
        int incidentDays,

        @DefaultValue("30") @Min(0) @Max(RetentionSettings.MOST_DAYS)
        int addressDays,

        @DefaultValue("0") @Min(0) @Max(RetentionSettings.MOST_DAYS)
        int sessionDays) {

    private static final int MOST_DAYS = 36_500;

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

    /** From where devices came before is forgotten. */
    Optional<Instant> addressesBefore(Instant now) {
        return before(now, addressDays);
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
