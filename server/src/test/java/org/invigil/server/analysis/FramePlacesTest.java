package org.invigil.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.server.TestClock;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.VisionEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Places of the analyser, kept at the handshake and taken when the socket is open. */
class FramePlacesTest {

    private static final int PLACES = 7;
    private static final int ASKING = 64;

    private final TestClock clock = new TestClock();
    private final FrameAnalyzer analyzer =
            new FrameAnalyzer(BlindEngine::new, 1, PLACES, 0.2, () -> 4, new SimpleMeterRegistry(), clock);

    private static final class BlindEngine implements VisionEngine {
        @Override
        public EngineKind kind() {
            return EngineKind.MESH;
        }

        @Override
        public FaceTracker newTracker() {
            return new FaceTracker() {};
        }

        @Override
        public FrameAnalysis analyze(byte[] jpeg, FaceTracker tracker, long timeMillis) {
            throw new IllegalStateException("nothing is looked at here");
        }

        @Override
        public void close() {}
    }

    private record Nobody(UUID sessionId) implements FrameTurns {
        @Override
        public void turn(Frame frame, Look look) {}
    }

    @AfterEach
    void close() {
        analyzer.close();
    }

    private static UUID session() {
        return UUID.randomUUID();
    }

    @Test
    void ofManyWhoAskAtOnceExactlyAsManyGetAPlaceAsThereAre() throws Exception {
        CyclicBarrier together = new CyclicBarrier(ASKING);
        List<Callable<Boolean>> asking = new ArrayList<>();
        for (int i = 0; i < ASKING; i++) {
            asking.add(() -> {
                together.await();
                return analyzer.keepPlace(session()).isPresent();
            });
        }
        int kept = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(ASKING)) {
            for (Future<Boolean> answer : threads.invokeAll(asking)) {
                kept += answer.get() ? 1 : 0;
            }
        }
        assertThat(kept).isEqualTo(PLACES);
        assertThat(analyzer.hasRoomFor(session())).isFalse();
    }

    @Test
    void aPlaceThatIsKeptIsTheSessionsOwn() {
        List<UUID> sessions = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            sessions.add(session());
            assertThat(analyzer.keepPlace(sessions.getLast())).isPresent();
        }
        assertThat(analyzer.open(new Nobody(session()), false)).as("a stranger").isEmpty();
        assertThat(analyzer.open(new Nobody(session()), true))
                .as("whoever comes back finds no place either")
                .isEmpty();
        assertThat(analyzer.hasRoomFor(sessions.getFirst())).isTrue();
        for (UUID session : sessions) {
            assertThat(analyzer.open(new Nobody(session), false)).isPresent();
        }
        assertThat(analyzer.keepPlace(session())).isEmpty();
    }

    @Test
    void whoeverAsksAgainAndAgainHoldsOnePlace() {
        UUID session = session();
        FramePlace first = analyzer.keepPlace(session).orElseThrow();
        for (int i = 0; i < ASKING; i++) {
            assertThat(analyzer.keepPlace(session)).isPresent();
        }
        analyzer.giveBack(first); // a try that failed late takes nothing from the newer one
        for (int i = 1; i < PLACES; i++) {
            assertThat(analyzer.keepPlace(session())).isPresent();
        }
        assertThat(analyzer.keepPlace(session())).isEmpty();
        assertThat(analyzer.open(new Nobody(session), false)).isPresent();
    }

    @Test
    void aPlaceComesBackWhenTheSocketDoesNotOpenOrCloses() {
        List<FramePlace> kept = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            kept.add(analyzer.keepPlace(session()).orElseThrow());
        }
        analyzer.giveBack(kept.getFirst());
        UUID next = session();
        assertThat(analyzer.keepPlace(next)).isPresent();
        analyzer.open(new Nobody(next), false).orElseThrow().close();
        assertThat(analyzer.hasRoomFor(session())).isTrue();

        assertThat(analyzer.keepPlace(session())).isPresent();
        assertThat(analyzer.hasRoomFor(session())).isFalse();
        clock.advance(Duration.ofMillis(FramePlaces.KEPT_MILLIS));
        for (int i = 0; i < PLACES; i++) {
            assertThat(analyzer.keepPlace(session()))
                    .as("those before never came")
                    .isPresent();
        }
        assertThat(analyzer.keepPlace(session())).isEmpty();
    }
}
