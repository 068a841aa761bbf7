package org.invigil.server.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.signal.Presence;

/**
 * How a session stands after a frame.
 *
 * @param at arrival of the frame
 * @param focusScore 0 to 100
 * @param cheatScore so far, 0 to 100
 * @param behaviors that count now
 * @param incidentCount open ones included
 * @param smallFace whether the face is too small to tell well where it looks, for some seconds now
 */
public record ScoreUpdate(
        UUID sessionId,
        Instant at,
        Presence presence,
        double focusScore,
        double cheatScore,
        List<Behavior> behaviors,
        List<OpenIncident> openIncidents,
        int incidentCount,
        boolean smallFace) {}
