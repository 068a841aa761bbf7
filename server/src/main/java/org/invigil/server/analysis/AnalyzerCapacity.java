package org.invigil.server.analysis;

/**
 * What this node's analyser can do, as it measures it itself.
 *
 * @param threads that analyse
 * @param usableShare the part of their time that frames really get, 0 to 1
 * @param frameCostMillis of one frame that is looked at, on one thread; those at high rates that show what the last look saw cost less
 * @param maxSessions sessions taken at once, whatever the load
 * @param minFps frames a second of each session below which no further one is taken
 */
public record AnalyzerCapacity(
        int threads, double usableShare, double frameCostMillis, int maxSessions, double minFps) {}
