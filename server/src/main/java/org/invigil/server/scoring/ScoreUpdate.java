package org.invigil.server.scoring;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.invigil.vision.Presence;

/**
 * What is known of a session after one frame. Immutable.
 *
 * @param at when the frame was scored, by the server's clock
 * @param focusScore 0 to 100
 * @param cheatScore so far, 0 to 100
 * @param behaviors that count now
 * @param openIncidents of this session, oldest first
 * @param incidentCount incidents of this session so far, open ones included
 */
public record ScoreUpdate(
        UUID sessionId,
        Instant at,
        Presence presence,
        double focusScore,
        double cheatScore,
        List<Behavior> behaviors,
        List<OpenIncident> openIncidents,
        int incidentCount) {

    /**
     * An incident that has not ended.
     *
     * @param startedAt when the behaviour began
     */
    public record OpenIncident(UUID id, Behavior behavior, Instant startedAt) {}
}
