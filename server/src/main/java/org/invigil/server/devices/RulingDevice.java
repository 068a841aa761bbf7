package org.invigil.server.devices;

import java.time.Instant;
import java.util.UUID;

/**
 * The device on which a sitting goes on.
 *
 * @param browser in plain words
 */
public record RulingDevice(UUID deviceId, String browser, Instant since) {}
