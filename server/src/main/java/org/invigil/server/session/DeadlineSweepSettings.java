package org.invigil.server.session;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the search for overdue sessions, {@code invigil.deadline-sweep.*}.
 *
 * @param interval from the end of one search to the begin of the next
 */
@Validated
@ConfigurationProperties("invigil.deadline-sweep")
record DeadlineSweepSettings(
        @DefaultValue("2s")
        @DurationMin(millis = 100, message = "must be 100ms to 5m")
        @DurationMax(minutes = 5, message = "must be 100ms to 5m")
        Duration interval) {}
