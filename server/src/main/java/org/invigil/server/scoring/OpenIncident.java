package org.invigil.server.scoring;

import java.time.Instant;
import java.util.UUID;

/** An incident that has not ended. */
public record OpenIncident(UUID id, Behavior behavior, Instant startedAt) {}
