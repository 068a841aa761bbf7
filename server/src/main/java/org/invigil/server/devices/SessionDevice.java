package org.invigil.server.devices;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device on which a sitting went on, or goes on.
 *
 * @param number tells the devices of one sitting apart, in the order in which they came, from 1: the same again is the same device
 * @param browser in plain words
 * @param network from where, of IPv6 the first half; null once it is no longer needed
 * @param reason why it moved there; null for the first
 */
@Schema(name = "SessionDevice")
public record SessionDevice(
        int number,
        Instant since,
        String browser,
        @Nullable String network,
        @Nullable MoveReason reason) {}
