package org.invigil.rules.score;

import java.util.List;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Incident;
import org.jspecify.annotations.Nullable;

/**
 * What one frame came to.
 *
 * @param state to score the next frame with
 * @param focusScore 0 to 100
 * @param cheatScore so far, 0 to 100
 * @param behaviors that count now
 * @param opened incidents that opened with this frame
 * @param grown open incidents that have another behaviour from this frame on: an absence that has become {@code away}
 * @param closed incidents that closed with it, or in the gap before it
 * @param clip why a clip begins with this frame, null where none does
 */
public record ScoredFrame(
        ScoreState state,
        double focusScore,
        double cheatScore,
        List<Behavior> behaviors,
        List<Incident> opened,
        List<Incident> grown,
        List<Incident> closed,
        ClipWish.@Nullable Reason clip) {}
