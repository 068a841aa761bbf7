package org.invigil.server.streams;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.invigil.rules.incident.Behavior;
import org.jspecify.annotations.Nullable;

/**
 * What the student's browser is told about a frame.
 *
 * @param focusScore 0 to 100
 * @param behaviors that count now
 * @param clip to be kept, null where none is asked for
 * @param smallFace whether the face is too small to tell well where it looks, for some seconds now
 */
public record FrameScore(
        double focusScore,
        List<Behavior> behaviors,
        @Nullable Clip clip,
        boolean smallFace) {

    /**
     * A clip that is asked for.
     *
     * @param behavior why, a behaviour's name or {@code focus_score}
     * @param eventAt by the server's clock
     * @param eventCaptureTimeMillis the same moment by the sender's clock
     */
    public record Clip(
            UUID clipId,
            String behavior,
            Instant eventAt,
            @JsonProperty("event_capture_time_ms") long eventCaptureTimeMillis) {}
}
