package org.invigil.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.Presence;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.junit.jupiter.api.Test;

/** With the engine and the picture that the server uses. */
class FrameCostTest {

    private final Set<FaceTracker> trackers = new HashSet<>();
    private final List<Long> times = new ArrayList<>();
    private final List<FrameAnalysis> seen = new ArrayList<>();

    /** The server's own, and what it is shown. */
    private final class Watched implements VisionEngine {
        private final VisionEngine engine = VisionEngines.open(EngineKind.MESH);

        @Override
        public EngineKind kind() {
            return engine.kind();
        }

        @Override
        public FaceTracker newTracker() {
            return engine.newTracker();
        }

        @Override
        public FrameAnalysis analyze(byte[] jpeg, FaceTracker tracker, long timeMillis) throws FrameRejectedException {
            trackers.add(tracker);
            times.add(timeMillis);
            FrameAnalysis analysis = engine.analyze(jpeg, tracker, timeMillis);
            seen.add(analysis);
            return analysis;
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    @Test
    void aFrameOfARunningStreamIsMeasuredAndEachIsLookedAt() throws Exception {
        double millis = new FrameCost(Watched::new).measure();

        assertThat(millis).isPositive();
        assertThat(trackers).as("streams").hasSize(1);
        assertThat(times).isSorted().doesNotHaveDuplicates();
        assertThat(seen).allSatisfy(analysis -> {
            assertThat(analysis.reused()).isFalse();
            assertThat(analysis.followed()).isFalse();
            assertThat(analysis.presence()).isEqualTo(Presence.ABSENT);
        });
    }
}
