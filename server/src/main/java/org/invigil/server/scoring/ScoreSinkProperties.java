package org.invigil.server.scoring;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the batch sink.
 *
 * @param capacity rows held while the database is away; the default holds a minute of 300 students at full rate
 * @param flushMillis time between two transactions
 */
@ConfigurationProperties("invigil.scoring.sink")
record ScoreSinkProperties(
        @DefaultValue("60000") int capacity,
        @DefaultValue("250") long flushMillis) {

    ScoreSinkProperties {
        if (capacity < 100 || capacity > 1_000_000) {
            throw new IllegalArgumentException("invigil.scoring.sink.capacity must be 100 to 1000000, not " + capacity);
        }
        if (flushMillis < 200 || flushMillis > 10_000) {
            throw new IllegalArgumentException(
                    "invigil.scoring.sink.flush-millis must be 200 to 10000, not " + flushMillis);
        }
    }
}
