package org.invigil.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.Presence;
import org.invigil.server.TestClock;
import org.invigil.server.TestFrames;
import org.invigil.vision.EngineFailedException;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.FrameRejectedException.Reason;
import org.invigil.vision.VisionEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.Status;
import org.springframework.test.util.ReflectionTestUtils;

/** The pool, its threads and their rounds, with engines that wait for the test's word. One thread, so that order can be seen. */
class FrameAnalyzerTest {

    private static final FrameAnalysis SEEN =
            new FrameAnalysis(1, 1, Presence.PRESENT, 1, 1, 1, 1, List.of(), null, null, Gaze.UNKNOWN, null, false);

    private static final UUID SOMEBODY = UUID.randomUUID();

    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch busy = new CountDownLatch(1);
    private final BlockingQueue<String> delivered = new ArrayBlockingQueue<>(100);
    private final List<WaitingEngine> engines = new CopyOnWriteArrayList<>();
    private final AtomicInteger usedAfterTheEnd = new AtomicInteger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private volatile boolean noMoreEngines;
    private final TestClock clock = new TestClock();
    private final FrameAnalyzer analyzer = new FrameAnalyzer(this::engine, 1, 3, 1, () -> 4, meters, clock);

    @AfterEach
    void close() {
        gate.countDown();
        analyzer.close();
        assertThat(engines).allMatch(engine -> engine.closed);
        assertThat(usedAfterTheEnd)
                .as("frames shown to an engine that was closed")
                .hasValue(0);
    }

    private VisionEngine engine() {
        if (noMoreEngines) {
            throw new IllegalStateException("no more engines");
        }
        WaitingEngine engine = new WaitingEngine();
        engines.add(engine);
        return engine;
    }

    private record Tracker(WaitingEngine maker) implements FaceTracker {

        @Override
        public void lookClosely(boolean closely) {
            maker.closely = closely;
        }

        @Override
        public void lookForPhones(boolean wanted) {
            maker.phonesWanted.add(wanted);
        }
    }

    private final class WaitingEngine implements VisionEngine {
        private final List<FaceTracker> trackersSeen = new CopyOnWriteArrayList<>();
        private final List<Boolean> phonesWanted = new CopyOnWriteArrayList<>();
        private volatile boolean closed;
        private volatile boolean closely;

        @Override
        public EngineKind kind() {
            return EngineKind.MESH;
        }

        @Override
        public FaceTracker newTracker() {
            return new Tracker(this);
        }

        @Override
        public FrameAnalysis analyze(byte[] jpeg, FaceTracker tracker, long timeMillis) throws FrameRejectedException {
            busy.countDown();
            trackersSeen.add(tracker);
            if (closed) {
                usedAfterTheEnd.incrementAndGet(); // what is thrown here, the analyser takes for the engine's failure
            }
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            switch (jpeg[0]) {
                case 1 -> throw new FrameRejectedException(Reason.CORRUPT, "broken");
                case 2 -> throw new IllegalStateException("the engine failed");
                case 3 -> throw new StackOverflowError("the engine failed");
                case 4 -> throw new UnsatisfiedLinkError("the engine failed");
                case 5 -> throw new EngineFailedException("the engine failed", null);
                case 6 -> throw new OutOfMemoryError("the test's own");
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
        FrameLane lane = newLane(name);
        lane.begin();
        return lane;
    }

    private FrameLane newLane(String name) {
        return newLane(name, UUID.randomUUID());
    }

    private FrameLane newLane(String name, UUID session) {
        return newLane(analyzer, name, session);
    }

    private FrameLane newLane(FrameAnalyzer analyzer, String name, UUID session) {
        return analyzer.open(
                        new FrameTurns() {
                            @Override
                            public UUID sessionId() {
                                return session;
                            }

                            @Override
                            public void turn(Frame frame, Look look) {
                                try {
                                    look.at(frame);
                                } catch (FrameRejectedException e) {
                                    delivered.add(name + frame.seq() + " rejected");
                                    return;
                                }
                                delivered.add(name + frame.seq());
                                switch (frame.jpeg()[0]) {
                                    case 7 -> throw new IllegalStateException("scoring failed");
                                    case 8 -> throw new StackOverflowError("scoring failed");
                                    default -> {}
                                }
                            }
                        },
                        false)
                .orElseThrow();
    }

    /** The tracker that the next frame of this session's next lane is looked at with. */
    private FaceTracker trackerOfNextLane(UUID session) throws InterruptedException {
        try (FrameLane lane = newLane("s", session)) {
            lane.begin();
            lane.offer(frame(1, 0));
            assertThat(delivered.poll(10, TimeUnit.SECONDS)).isEqualTo("s1");
        }
        FaceTracker tracker = engines.getFirst().trackersSeen.getLast();
        try (FrameLane other = newLane("o")) {
            other.begin();
            other.offer(frame(1, 0));
            // There is one thread: the turn before this one has ended.
            assertThat(delivered.poll(10, TimeUnit.SECONDS)).isEqualTo("o1");
        }
        return tracker;
    }

    @Test
    void whoComesBackWithinAMinuteIsRememberedAndNobodyElse() throws Exception {
        gate.countDown();
        FaceTracker first = trackerOfNextLane(SOMEBODY);
        clock.advance(Duration.ofSeconds(59));
        assertThat(trackerOfNextLane(SOMEBODY)).isSameAs(first);
        assertThat(trackerOfNextLane(UUID.randomUUID())).isNotSameAs(first);
        clock.advance(Duration.ofSeconds(61));
        assertThat(trackerOfNextLane(SOMEBODY)).isNotSameAs(first);
    }

    @Test
    void whatIsRememberedIsUsedByOneLaneAtATime() throws Exception {
        try (FrameAnalyzer two = new FrameAnalyzer(this::engine, 2, 3, 1, () -> 4, new SimpleMeterRegistry(), clock)) {
            FrameLane first = newLane(two, "a", SOMEBODY);
            first.begin();
            first.offer(frame(1, 0));
            busy.await();
            first.close();
            FrameLane second = newLane(two, "b", SOMEBODY);
            second.begin();
            second.offer(frame(1, 0));
            await().until(() -> trackersSeen().size() == 2);
            assertThat(trackersSeen().getLast()).isNotSameAs(trackersSeen().getFirst());
            gate.countDown();
        }
    }

    private List<FaceTracker> trackersSeen() {
        return engines.stream().flatMap(engine -> engine.trackersSeen.stream()).toList();
    }

    @Test
    void whatTheLastTurnOfAClosedLaneSawIsRememberedByALaneThatWasOpenThen() throws Exception {
        FrameLane first = newLane("a", SOMEBODY);
        first.begin();
        first.offer(frame(1, 0));
        busy.await();
        FrameLane second = newLane("b", SOMEBODY);
        first.close();
        second.begin();
        second.offer(frame(1, 0));
        gate.countDown();
        assertThat(delivered.poll(10, TimeUnit.SECONDS)).isEqualTo("a1");
        assertThat(delivered.poll(10, TimeUnit.SECONDS)).isEqualTo("b1");
        List<FaceTracker> seen = engines.getFirst().trackersSeen;
        assertThat(seen.getLast()).isSameAs(seen.getFirst());
    }

    @Test
    void aLaneForWhichThereIsNoPlaceTakesNoMemoryWithIt() throws Exception {
        gate.countDown();
        FaceTracker first = trackerOfNextLane(SOMEBODY);
        List<FrameLane> full = List.of(newLane("x"), newLane("y"), newLane("z"));
        assertThatThrownBy(() -> newLane("s", SOMEBODY)).isInstanceOf(NoSuchElementException.class);
        full.forEach(FrameLane::close);
        assertThat(trackerOfNextLane(SOMEBODY)).isSameAs(first);
    }

    @Test
    void aPictureOfNoSessionIsLookedAtAndLeavesItsPlace() throws Exception {
        gate.countDown();
        for (int i = 0; i < 10; i++) {
            assertThat(analyzer.lookOnce(frame(1, 0))).contains(SEEN);
        }
        assertThatThrownBy(() -> analyzer.lookOnce(frame(1, 1))).isInstanceOf(FrameRejectedException.class);
        assertThat(analyzer.lookOnce(frame(1, 2)))
                .as("of an engine that failed")
                .isEmpty();
        assertThat(analyzer.lookOnce(frame(1, 0))).contains(SEEN);
    }

    @Test
    void oneIsLookedAtAtATimeAndNoneWhileTheServerIsShortOfTime() throws Exception {
        AtomicReference<Optional<FrameAnalysis>> first = new AtomicReference<>(Optional.empty());
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                first.set(analyzer.lookOnce(frame(1, 0)));
            } catch (FrameRejectedException e) {
                throw new AssertionError(e);
            }
        });
        busy.await();
        assertThat(analyzer.lookOnce(frame(2, 0))).isEmpty();
        gate.countDown();
        waiting.join();
        assertThat(first.get()).contains(SEEN);

        ReflectionTestUtils.setField(analyzer, "targetFps", 19.9);
        assertThat(analyzer.lookOnce(frame(3, 0))).isEmpty();
    }

    @Test
    void picturesOfNoSessionSayNothingOfWhatSessionsCost() throws Exception {
        gate.countDown();
        for (int i = 0; i < 20; i++) {
            assertThat(analyzer.lookOnce(frame(1, 0))).contains(SEEN);
        }
        analyzer.govern();
        assertThat(analyzer.capacity().frameCostMillis())
                .as("nothing was measured: what is believed before any session")
                .isEqualTo(4);
    }

    @Test
    void aPictureOfNoSessionTakesNoPlaceAndNeedsNone() throws Exception {
        lane("a");
        lane("b");
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                analyzer.lookOnce(frame(1, 0));
            } catch (FrameRejectedException e) {
                throw new AssertionError(e);
            }
        });
        busy.await();
        assertThat(meters.get("invigil.analysis.sessions").gauge().value()).isEqualTo(2);
        assertThat(analyzer.hasRoomFor(SOMEBODY)).isTrue();
        lane("c");
        gate.countDown();
        waiting.join();

        assertThat(analyzer.hasRoomFor(SOMEBODY)).isFalse();
        assertThat(analyzer.lookOnce(frame(2, 0))).contains(SEEN);
    }

    @Test
    void phonesAreLookedForWhereTheTurnsSaySoAlsoAfterAFailure() throws InterruptedException {
        gate.countDown();
        AtomicBoolean wanted = new AtomicBoolean();
        FrameLane lane = analyzer.open(
                        new FrameTurns() {
                            @Override
                            public boolean looksForPhones() {
                                return wanted.get();
                            }

                            @Override
                            public void turn(Frame frame, Look look) {
                                try {
                                    look.at(frame);
                                } catch (FrameRejectedException e) {
                                    throw new AssertionError(e);
                                } finally {
                                    delivered.add("p" + frame.seq());
                                }
                            }
                        },
                        false)
                .orElseThrow();
        lane.begin();
        lane.offer(frame(1, 0));
        next(1);
        wanted.set(true);
        lane.offer(frame(2, 2));
        next(1);
        lane.offer(frame(3, 0));
        next(1);
        assertThat(engines.getFirst().phonesWanted).containsExactly(false, true, true);
        assertThat(engines.getFirst().trackersSeen).hasSize(3);
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
    void aLaneHandsOnThatEveryFrameIsToBeLookedAt() throws Exception {
        gate.countDown();
        FrameLane lane = lane("a");
        lane.offer(frame(1, 0));
        next(1);
        assertThat(engines.getFirst().closely).isFalse();

        lane.lookClosely(true);
        assertThat(engines.getFirst().closely).isTrue();
        lane.lookClosely(false);
        assertThat(engines.getFirst().closely).isFalse();
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

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void anEngineThatBreaksIsReplacedAndTheLaneGoesOn(int fault) throws InterruptedException {
        gate.countDown();
        FrameLane a = lane("a");
        FrameLane b = lane("b");
        a.offer(frame(1, fault));
        b.offer(frame(1, 0));
        assertThat(next(1)).containsExactly("b1");
        a.offer(frame(2, 0));
        assertThat(next(1)).containsExactly("a2");

        assertThat(engines).hasSize(2);
        assertThat(engines.getFirst().closed).as("the old engine").isTrue();
        assertThat(engines.getLast().trackersSeen.getLast())
                .as("what the old engine had written is not trusted either")
                .isEqualTo(new Tracker(engines.getLast()));
        assertThat(meters.counter("invigil.analysis.failures").count()).isEqualTo(1);
        assertThat(analyzer.isWhole()).isTrue();
        assertThat(analyzer.isServing()).isTrue();
    }

    @Test
    void whatScoringThrowsIsNotTheEnginesFailure() throws InterruptedException {
        gate.countDown();
        FrameLane a = lane("a");
        for (int fault : new int[] {7, 8}) {
            a.offer(frame(fault, fault));
            assertThat(next(1)).containsExactly("a" + fault);
        }
        a.offer(frame(9, 0));
        assertThat(next(1)).containsExactly("a9");

        assertThat(engines).hasSize(1);
        assertThat(engines.getFirst().trackersSeen.stream().distinct()).hasSize(1);
        assertThat(meters.counter("invigil.analysis.failures").count()).isZero();
        assertThat(meters.counter("invigil.analysis.undelivered").count()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void aThreadThatCannotGoOnIsSeen(int fault) {
        gate.countDown();
        noMoreEngines = true;
        FrameLane a = lane("a");
        assertThat(analyzer.isWhole()).isTrue();
        a.offer(frame(1, fault));

        await().atMost(Duration.ofSeconds(20)).until(() -> !analyzer.isWhole());
        assertThat(new AnalyzerThreadsHealthIndicator(analyzer).health().getStatus())
                .isEqualTo(Status.DOWN);
        assertThat(analyzer.isServing()).isFalse();
    }

    @Test
    void aServerThatStopsIsAlive() {
        gate.countDown();
        analyzer.close();
        assertThat(analyzer.isServing()).isFalse();
        assertThat(new AnalyzerThreadsHealthIndicator(analyzer).health().getStatus())
                .isEqualTo(Status.UP);
    }

    @Test
    void beforeALaneBeginsItsNewestFrameWaits() throws InterruptedException {
        gate.countDown();
        FrameLane a = newLane("a");
        FrameLane b = lane("b");
        a.offer(frame(1, 0));
        a.offer(frame(2, 0));
        b.offer(frame(1, 0));
        assertThat(next(1)).containsExactly("b1");
        a.begin();
        assertThat(next(1)).containsExactly("a2");
        assertThat(a.dropped()).isEqualTo(1);
    }

    @Test
    void aClosedLaneGivesItsPlaceBack() {
        gate.countDown();
        FrameLane a = lane("a");
        lane("b");
        lane("c");
        assertThat(analyzer.hasRoomFor(SOMEBODY)).isFalse();
        a.close();
        a.close();
        a.offer(frame(1, 0));
        assertThat(analyzer.hasRoomFor(SOMEBODY)).isTrue();
        lane("d");
        assertThat(analyzer.hasRoomFor(SOMEBODY)).isFalse();
    }

    /** What the tests above leave out: the constructor that the server uses, the real engine and real pictures. */
    @Test
    void theServersOwnEngineLooksAtPicturesAndRefusesWhatIsNone() throws Exception {
        gate.countDown();
        byte[] picture = TestFrames.jpeg(1);
        byte[] broken = Arrays.copyOf(picture, picture.length / 4);
        BlockingQueue<Object> seen = new ArrayBlockingQueue<>(10);
        SimpleMeterRegistry counts = new SimpleMeterRegistry();
        FrameTurns turns = (frame, look) -> {
            try {
                seen.add(look.at(frame));
            } catch (FrameRejectedException e) {
                seen.add(e.reason());
            }
        };
        try (FrameAnalyzer real = new FrameAnalyzer(
                new AnalysisProperties(EngineKind.MESH, 2, 3, 0.7),
                new FrameCost(new AnalysisProperties(EngineKind.MESH, 2, 3, 0.7)),
                counts,
                clock)) {
            FrameLane lane = real.open(turns, false).orElseThrow();
            lane.begin();
            for (byte[] jpeg : List.of(picture, broken, picture)) {
                lane.offer(new Frame(1, 0, 0, jpeg));
                Object result = seen.poll(60, TimeUnit.SECONDS);
                if (jpeg == broken) {
                    assertThat(result).isEqualTo(Reason.CORRUPT);
                } else {
                    assertThat(result)
                            .asInstanceOf(InstanceOfAssertFactories.type(FrameAnalysis.class))
                            .satisfies(analysis -> {
                                assertThat(analysis.width()).isEqualTo(320);
                                assertThat(analysis.presence()).isNotEqualTo(Presence.PRESENT);
                            });
                }
            }
            assertThat(real.isServing()).isTrue();
        }
        assertThat(counts.counter("invigil.analysis.failures").count()).isZero();
        assertThat(counts.timer("invigil.analysis.frame").count()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void whatAnEngineThrowsIsItsFailureEvenIfSomebodyTakesItForHisOwn(int fault) throws InterruptedException {
        gate.countDown();
        FrameLane swallowing = analyzer.open(
                        (frame, look) -> {
                            try {
                                look.at(frame);
                            } catch (FrameRejectedException | RuntimeException | Error e) {
                                delivered.add("swallowed");
                            }
                        },
                        false)
                .orElseThrow();
        swallowing.begin();
        swallowing.offer(frame(1, fault));
        assertThat(next(1)).containsExactly("swallowed");
        FrameLane a = lane("a");
        a.offer(frame(2, 0));
        assertThat(next(1)).containsExactly("a2");

        assertThat(engines).as("a new one").hasSize(2);
        assertThat(meters.counter("invigil.analysis.failures").count()).isEqualTo(1);
        assertThat(meters.counter("invigil.analysis.undelivered").count()).isZero();
    }
}
