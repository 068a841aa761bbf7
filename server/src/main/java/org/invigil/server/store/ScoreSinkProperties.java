package org.invigil.server.store;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the batch sink, {@code invigil.scoring.sink.*}.
 *
 * @param capacity rows held while the database is away; the default holds a minute of 300 students at full rate
 * @param flushMillis time between two transactions
 */
@Validated
@ConfigurationProperties("invigil.scoring.sink")
record ScoreSinkProperties(
        @DefaultValue("60000") @Min(100) @Max(1_000_000) int capacity,
        @DefaultValue("250") @Min(200) @Max(10_000) long flushMillis) {}
