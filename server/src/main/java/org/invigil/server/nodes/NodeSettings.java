package org.invigil.server.nodes;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How nodes tell each other that they live, {@code invigil.nodes.*}.
 *
 * @param beat time between two signs of life
 * @param staleAfter a node without a sign of life for so long counts as gone
 */
@ConfigurationProperties(prefix = "invigil.nodes", ignoreUnknownFields = false)
record NodeSettings(
        @DefaultValue("1s") Duration beat,
        @DefaultValue("4s") Duration staleAfter) {

    NodeSettings {
        if (beat.toMillis() < 200 || beat.toMillis() > 60_000) {
            throw new IllegalArgumentException("invigil.nodes.beat must be 200ms to 60s, not " + beat);
        }
        if (staleAfter.compareTo(beat.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException(
                    "invigil.nodes.stale-after must be three times invigil.nodes.beat or more, not " + staleAfter);
        }
    }
}
