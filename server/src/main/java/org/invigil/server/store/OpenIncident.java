package org.invigil.server.store;

import java.time.Instant;
import java.util.UUID;
import org.invigil.rules.incident.Behavior;

/** An incident that has not ended. */
public record OpenIncident(UUID id, Behavior behavior, Instant startedAt) {}
