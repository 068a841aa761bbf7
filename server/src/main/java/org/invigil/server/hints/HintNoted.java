package org.invigil.server.hints;

import java.util.List;
import java.util.UUID;

/**
 * Something new is stored that staff should know of a sitting.
 *
 * @param kinds the names of all that there are of the sitting by now, in order
 */
public record HintNoted(UUID sessionId, List<String> kinds) {}
