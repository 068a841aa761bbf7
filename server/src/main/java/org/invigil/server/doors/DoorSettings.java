package org.invigil.server.doors;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How patient the doors are, {@code invigil.doors.*}.
 *
 * @param headTimeout from the first byte of a request to the end of its headers
 * @param bodyTimeout from there to the last byte of the body
 * @param minBytesPerSecond what an answer or a large body must reach on average to be given longer than {@code bodyTimeout}
 * @param maxBytesInFlight of all bodies that are read into memory at once, on this node
 */
@Validated
@ConfigurationProperties(prefix = "invigil.doors", ignoreUnknownFields = false)
record DoorSettings(
        @DefaultValue("10s")
        @DurationMin(seconds = 1, message = "must be 1s to 2m")
        @DurationMax(minutes = 2, message = "must be 1s to 2m")
        Duration headTimeout,

        @DefaultValue("15s")
        @DurationMin(seconds = 1, message = "must be 1s to 5m")
        @DurationMax(minutes = 5, message = "must be 1s to 5m")
        Duration bodyTimeout,

        @DefaultValue("8192") @Min(1) @Max(10_485_760) int minBytesPerSecond,

        @DefaultValue("33554432") @Min(4_194_304) @Max(1_073_741_824)
        int maxBytesInFlight) {}
