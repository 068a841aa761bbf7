package org.invigil.bench.load;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.invigil.bench.engine.EngineBench;
import org.invigil.vision.FrameRejectedException;

/**
 * What a frame costs at the very least: to decode it and to run the landmark model once. In CPU time of one thread, as
 * the server's cost is CPU time too, on the frames of the same run.
 */
final class Floor {

    private static final int WARM_UP_ROUNDS = 200;
    private static final int ROUNDS = 500;

    private Floor() {}

    /** CPU milliseconds a frame. */
    static double millis(List<byte[]> pictures) {
        // The bench shows frames forth and back and needs two for that.
        List<byte[]> frames = pictures.size() > 1 ? pictures : List.of(pictures.getFirst(), pictures.getFirst());
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try (EngineBench bench = new EngineBench(frames)) {
            rounds(bench, WARM_UP_ROUNDS);
            long before = threads.getCurrentThreadCpuTime();
            rounds(bench, ROUNDS);
            return (threads.getCurrentThreadCpuTime() - before) / 1e6 / ROUNDS;
        } catch (FrameRejectedException e) {
            throw new LoadFailedException("a frame cannot be decoded: " + e.getMessage());
        }
    }

    private static void rounds(EngineBench bench, int count) throws FrameRejectedException {
        for (int i = 0; i < count; i++) {
            bench.decodeNext();
            bench.runLandmarkModel();
        }
    }
}
