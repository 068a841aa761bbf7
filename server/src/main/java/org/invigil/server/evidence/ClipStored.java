package org.invigil.server.evidence;

import java.util.UUID;
import org.invigil.server.session.ExamSession;

/**
 * Published after the transaction that stored a clip's row has committed, once for each clip.
 *
 * @param behavior why it was kept: a behaviour, or {@code focus_score}
 * @param clipCount clips of the session, this one included
 */
public record ClipStored(ExamSession session, UUID clipId, String behavior, int clipCount) {}
