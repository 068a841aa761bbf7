package org.invigil.server.ingest;

import java.util.List;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.Presence;
import org.invigil.server.streams.FrameScore;
import org.jspecify.annotations.Nullable;

/**
 * All that a page is told of a frame but its number and the angles of the head: where this is equal, nothing has changed for the
 * student.
 *
 * @param focusScore 0 to 100, in tenths
 * @param behaviors that count now
 * @param clip to be kept, null where none is asked for
 * @param targetFps in tenths
 * @param dropped frames of this socket that a newer one replaced, so far
 * @param smallFace whether the student is to be told to come nearer
 */
record Told(
        double focusScore,
        Presence presence,
        List<Behavior> behaviors,
        FrameScore.@Nullable Clip clip,
        double targetFps,
        long dropped,
        int faces,
        int persons,
        Gaze gaze,
        boolean smallFace) {

    static Told of(FrameAnalysis analysis, FrameScore score, double targetFps, long dropped) {
        return new Told(
                tenths(score.focusScore()),
                analysis.presence(),
                score.behaviors(),
                score.clip(),
                tenths(targetFps),
                dropped,
                analysis.faces(),
                analysis.persons(),
                analysis.gaze(),
                score.smallFace());
    }

    static double tenths(double value) {
        return Math.rint(value * 10) / 10 + 0.0; // adding 0 makes -0 plain
    }
}
