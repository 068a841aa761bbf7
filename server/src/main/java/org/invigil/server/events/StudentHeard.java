package org.invigil.server.events;

import java.time.Instant;
import java.util.UUID;

/**
 * A page of the student who sits this session has given a sign of life on this node. Published at most once a second for a
 * session, on the thread that received it: whoever listens does no work there.
 */
public record StudentHeard(UUID sessionId, Instant at) {}
