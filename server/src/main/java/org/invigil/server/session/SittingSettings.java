package org.invigil.server.session;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the exam page is told to do, {@code invigil.sitting.*}.
 *
 * @param width of a frame, in pixels
 * @param height of a frame, in pixels
 * @param fps frames a second to begin with; the answers to frames may ask for fewer
 * @param jpegQuality 0.1 to 1
 * @param clip what a clip of evidence looks like
 * @param grace how long after the end late answers are taken
 */
@Validated
@ConfigurationProperties(prefix = "invigil.sitting", ignoreUnknownFields = false)
public record SittingSettings(
        @DefaultValue("320") @Min(160) @Max(1920) int width,
        @DefaultValue("240") @Min(120) @Max(1080) int height,
        @DefaultValue("30") @Min(1) @Max(30) int fps,

        @DefaultValue("0.8")
        @DecimalMin(value = "0.1", message = "must be 0.1 to 1")
        @DecimalMax(value = "1", message = "must be 0.1 to 1")
        double jpegQuality,

        @Valid @DefaultValue Clip clip,

        @DefaultValue("15s")
        @DurationMin(seconds = 0, message = "must be 0s to 10m")
        @DurationMax(minutes = 10, message = "must be 0s to 10m")
        Duration grace) {

    /**
     * A clip of evidence.
     *
     * @param lengthMillis of the whole clip
     * @param beforeMillis how much of it lies before the event
     * @param maxBytes of its file
     * @param maxPerSession clips that were asked for, kept for one sitting
     * @param maxUnrequested clips beside these that nobody has asked for, as far as is known: a request may be lost with its server
     */
    public record Clip(
            @DefaultValue("10000") @Min(1000) @Max(60_000) int lengthMillis,
            @DefaultValue("4000") @Min(0) @Max(30_000) int beforeMillis,

            @DefaultValue("10485760") @Min(65_536) @Max(104_857_600)
            int maxBytes,

            @DefaultValue("240") @Min(1) @Max(10_000) int maxPerSession,
            @DefaultValue("3") @Min(0) @Max(10_000) int maxUnrequested) {}
}
