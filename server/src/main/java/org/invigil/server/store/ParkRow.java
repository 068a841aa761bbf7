package org.invigil.server.store;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.UUID;

/**
 * What goes into {@code session_streams} when a node lets go of a session.
 *
 * @param epoch in which this node had the session; a later node's state is never overwritten
 * @param nextBatchSeq rows before it are finished
 * @param parkedState JSON, see {@link ParkedScore}
 */
public record ParkRow(
        UUID sessionId,
        long epoch,
        long nextBatchSeq,
        @JsonRawValue String parkedState) {}
