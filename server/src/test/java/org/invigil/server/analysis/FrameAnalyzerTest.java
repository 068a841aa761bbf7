package org.invigil.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameAnalysis;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.FrameRejectedException.Reason;
import org.invigil.vision.Gaze;
import org.invigil.vision.Presence;
import org.invigil.vision.VisionEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pool and its rounds, with an engine that waits for the test's word. One thread, so that order can be seen. */
class FrameAnalyzerTest {

    private static final FrameAnalysis SEEN =
            new FrameAnalysis(1, 1, Presence.PRESENT, 1, 1, 1, null, null, Gaze.UNKNOWN, null, false);

    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch busy = new CountDownLatch(1);
    private final BlockingQueue<String> delivered = new ArrayBlockingQueue<>(100);
    private final WaitingEngine engine = new WaitingEngine();
    private final FrameAnalyzer analyzer = new FrameAnalyzer(List.of(engine), 3, 1, new SimpleMeterRegistry());

    @AfterEach
    void close() {
        gate.countDown();
        analyzer.close();
        assertThat(engine.closed).isTrue();
    }

    private final class WaitingEngine implements VisionEngine {
        private volatile boolean closed;

        @Override
        public EngineKind kind() {
            return EngineKind.MESH;
        }

        @Override
        public FaceTracker newTracker() {
            return new FaceTracker() {};
        }

        @Override
        public FrameAnalysis analyze(byte[] jpeg, FaceTracker tracker, long timeMillis) throws FrameRejectedException {
            busy.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            switch (jpeg[0]) {
                case 1 -> throw new FrameRejectedException(Reason.CORRUPT, "broken");
                case 2 -> throw new IllegalStateException("the engine failed");
                default -> {
                    return SEEN;
                }
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private FrameLane lane(String name) {
        return analyzer.open(
                        new FrameResults() {
                            @Override
                            public void analyzed(Frame frame, FrameAnalysis analysis) {
                                delivered.add(name + frame.seq());
                            }

                            @Override
                            public void rejected(Frame frame, FrameRejectedException reason) {
                                delivered.add(name + frame.seq() + " rejected");
                            }
                        },
                        false)
                .orElseThrow();
    }

    private static Frame frame(long seq, int kind) {
        return new Frame(seq, 0, 0, new byte[] {(byte) kind});
    }

    private List<String> next(int count) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(String.valueOf(delivered.poll(20, TimeUnit.SECONDS)));
        }
        return taken;
    }

    @Test
    void theNewestFrameWinsAndNobodyStarves() throws InterruptedException {
        FrameLane a = lane("a");
        FrameLane b = lane("b");
        FrameLane c = lane("c");
        a.offer(frame(1, 0));
        busy.await();
        for (int seq = 2; seq <= 50; seq++) {
            a.offer(frame(seq, 0));
        }
        b.offer(frame(1, 0));
        c.offer(frame(1, 0));
        c.offer(frame(2, 0));
        gate.countDown();

        assertThat(next(4)).containsExactly("a1", "b1", "c2", "a50");
        assertThat(a.dropped()).isEqualTo(48);
        assertThat(b.dropped()).isZero();
        assertThat(c.dropped()).isEqualTo(1);
    }

    @Test
    void aBrokenFrameAndAFailingEngineStopNothing() throws InterruptedException {
        gate.countDown();
        FrameLane a = lane("a");
        a.offer(frame(1, 1));
        assertThat(next(1)).containsExactly("a1 rejected");
        a.offer(frame(2, 2));
        FrameLane b = lane("b");
        b.offer(frame(3, 0));
        assertThat(next(1)).containsExactly("b3");
        a.offer(frame(4, 0));
        assertThat(next(1)).containsExactly("a4");
    }

    @Test
    void aClosedLaneGivesItsPlaceBack() {
        gate.countDown();
        FrameLane a = lane("a");
        lane("b");
        lane("c");
        assertThat(analyzer.hasRoom()).isFalse();
        a.close();
        a.close();
        a.offer(frame(1, 0));
        assertThat(analyzer.hasRoom()).isTrue();
        lane("d");
        assertThat(analyzer.hasRoom()).isFalse();
    }
}
