package org.invigil.server.analysis;

/**
 * What this node's analyser can do, as it measures it itself.
 *
 * @param threads that analyse
 * @param usableShare the part of their time that frames really get, 0 to 1
 * @param frameCostMillis of one frame on one thread
 * @param maxSessions sessions taken at once, whatever the load
 * @param minFps frames a second of each session below which no further one is taken
 */
public record AnalyzerCapacity(
        int threads, double usableShare, double frameCostMillis, int maxSessions, double minFps) {}
