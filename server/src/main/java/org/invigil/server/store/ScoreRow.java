package org.invigil.server.store;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code cheat_scores}, under the names of its columns.
 *
 * @param batchSeq rises within a session; its upper half counts how often the session has changed its node
 * @param sessionStartedAt the same in all rows of a session: it says which partition they are in
 * @param frames 1 to 1000
 * @param focusScore after the last frame
 * @param presence what most of the frames showed
 * @param detectedBehavior JSON: a behaviour's name to {@code {"frames", "confidence"}}
 * @param signals JSON of another analyser, whatever it keeps; null where there are signal bytes
 * @param signalBytes in base64, see {@link StoredSignals}; null where there is JSON
 */
public record ScoreRow(
        UUID sessionId,
        UUID studentId,
        long batchSeq,
        Instant sessionStartedAt,
        Instant startedAt,
        Instant endedAt,
        int frames,
        double focusScore,
        double focusScoreMin,
        double cheatScore,
        String presence,
        @JsonRawValue String detectedBehavior,
        @JsonRawValue @Nullable String signals,
        @Nullable String signalBytes) {}
