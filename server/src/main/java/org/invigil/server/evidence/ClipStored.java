package org.invigil.server.evidence;

import java.util.UUID;

/**
 * Published after the transaction that stored a clip's row has committed, once for each clip.
 *
 * @param behavior why it was kept: a behaviour, or {@code focus_score}
 */
public record ClipStored(UUID sessionId, UUID studentId, UUID clipId, String behavior) {}
