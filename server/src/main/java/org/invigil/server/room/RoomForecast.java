package org.invigil.server.room;

import java.util.List;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.nodes.NodeCapacity;

/**
 * How a room will fare.
 *
 * @param students who will sit at once
 * @param nodes servers that run and have said what they can bear
 * @param analysisThreads of all nodes together
 * @param frameCostMs milliseconds that one thread needs for a frame, the mean of all threads; 0 without a node
 * @param fpsPerStudent frames a second that each student's camera will be asked for, 0 to 30
 * @param roomFor students whose cameras are taken at once
 * @param nodesNeeded nodes like these in all, so that every student has a place and {@link #GOOD_FPS}; 0 if it cannot be told
 */
record RoomForecast(
        int students,
        Source source,
        int nodes,
        int analysisThreads,
        double frameCostMs,
        double fpsPerStudent,
        int roomFor,
        int nodesNeeded,
        Verdict verdict) {

    static final double GREATEST_FPS = 30;

    /** From here on more frames tell little more; see docs/operations.md, How many students. */
    static final double GOOD_FPS = 5;

    /** Where the number of students comes from. */
    enum Source implements WireNamed {
        /** Whoever asked said so. */
        GIVEN,
        /** The students in the exam's groups. */
        GROUPS,
        /** The exam has no groups: every student who has an account. */
        EVERYBODY
    }

    enum Verdict implements WireNamed {
        /** Everybody has a place and enough frames. */
        FITS,
        /** Everybody has a place, with few frames each. */
        FEW_FRAMES,
        /** Some cameras would have to wait. */
        TOO_SMALL,
        /** No node has said yet what it can bear. */
        UNKNOWN
    }

    static RoomForecast of(int students, Source source, List<NodeCapacity> nodes) {
        if (nodes.isEmpty()) {
            return new RoomForecast(students, source, 0, 0, 0, 0, 0, 0, Verdict.UNKNOWN);
        }
        int threads = nodes.stream().mapToInt(NodeCapacity::analysisThreads).sum();
        double cost = nodes.stream()
                        .mapToDouble(node -> node.analysisThreads() * node.frameCostMillis())
                        .sum()
                / threads;
        double frames =
                nodes.stream().mapToDouble(NodeCapacity::framesPerSecond).sum();
        int roomFor = (int) Math.min(
                Integer.MAX_VALUE,
                nodes.stream().mapToLong(NodeCapacity::students).sum());
        double fps = Math.min(GREATEST_FPS, frames / Math.max(1, Math.min(students, Math.max(1, roomFor))));
        Verdict verdict = students > roomFor ? Verdict.TOO_SMALL : fps < GOOD_FPS ? Verdict.FEW_FRAMES : Verdict.FITS;
        double share =
                Math.max(students * GOOD_FPS / frames, roomFor == 0 ? Integer.MAX_VALUE : (double) students / roomFor);
        int needed = (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.ceil(share * nodes.size())));
        return new RoomForecast(
                students, source, nodes.size(), threads, tenths(cost), tenths(fps), roomFor, needed, verdict);
    }

    private static double tenths(double value) {
        return Math.floor(value * 10) / 10;
    }
}
