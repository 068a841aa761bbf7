package org.invigil.server.events;

import java.time.Instant;
import java.util.UUID;

/**
 * The window in which a session goes on; every other one of the student is locked.
 *
 * @param windowId a number that the page made up when it opened
 */
record RulingWindow(UUID windowId, Instant since) {}
