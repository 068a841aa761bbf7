package org.invigil.server.nodes;

/**
 * What a node can bear, as it measures it itself.
 *
 * @param analysisThreads that look at frames, 1 or more
 * @param usableShare the part of their time that frames really get, above 0 and at most 1
 * @param frameCostMillis of one frame that is looked at, on one thread: at low rates each one is
 * @param maxSessions sessions taken at once, whatever the load
 * @param minFps frames a second of each session below which no further one is taken
 */
public record NodeCapacity(
        int analysisThreads, double usableShare, double frameCostMillis, int maxSessions, double minFps) {

    /** Frames a second that the node can look at. */
    public double framesPerSecond() {
        return usableShare * analysisThreads * 1_000 / frameCostMillis;
    }

    /** Students whose cameras it takes at once. */
    public int students() {
        return (int) Math.min(maxSessions, Math.floor(framesPerSecond() / minFps));
    }
}
