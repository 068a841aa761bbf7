package org.invigil.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** How many frames a second each session may send, as a machine gets busy and free again. */
class LoadGovernorTest {

    private static final double WINDOW = 500;

    private static final int THREADS = 2;

    private static final double MIN_FPS = 5;

    /**
     * Windows in which every session sends what it may, at this cost a frame, and the threads do what they can. They get
     * a part of their cores, and frames wait as for two servers of constant time (Kingman's bound, arrivals at random).
     */
    private static void run(LoadGovernor governor, int windows, int sessions, double costMillis, double coresShare) {
        for (int i = 0; i < windows; i++) {
            double wanted = sessions * governor.targetFps() * WINDOW / 1_000;
            double possible = THREADS * WINDOW * coresShare / costMillis;
            double load = Math.min(0.99, wanted / possible);
            long frames = Math.round(Math.min(wanted, possible));
            double waitMillis = costMillis * load * load / (1 - load * load) / 2;
            double busyMillis = frames * costMillis;
            governor.observe(
                    new LoadGovernor.Window(busyMillis, frames * waitMillis, frames, busyMillis, frames), sessions);
        }
    }

    private static void run(LoadGovernor governor, int windows, int sessions, double costMillis) {
        run(governor, windows, sessions, costMillis, 1);
    }

    @Test
    void aSmallRoomSendsAtFullRate() {
        LoadGovernor governor = new LoadGovernor(THREADS, MIN_FPS);
        run(governor, 100, 15, 2);

        assertThat(governor.targetFps()).isEqualTo(30);
        assertThat(governor.hasRoomFor(15)).isTrue();
    }

    @Test
    void aFullRoomIsAskedDownWithinTwoSecondsAndThenGetsWhatThereIs() {
        LoadGovernor governor = new LoadGovernor(THREADS, MIN_FPS);
        run(governor, 4, 100, 2);
        assertThat(governor.targetFps()).isBetween(5.0, 9.0);

        run(governor, 100, 100, 2); // a thousand frames a second at most
        assertThat(governor.targetFps()).isBetween(8.0, 9.5);
    }

    @Test
    void coresThatOthersUseAreNotGivenAway() {
        LoadGovernor governor = new LoadGovernor(THREADS, 1);
        run(governor, 200, 100, 2, 0.6); // six hundred frames a second are possible

        assertThat(governor.targetFps()).isBetween(4.0, 5.9);
        run(governor, 100, 100, 2, 1);
        assertThat(governor.targetFps())
                .as("given back when the others are done: three quarters of a thousand")
                .isGreaterThan(7.0);
    }

    @Test
    void theRateComesBackByItself() {
        LoadGovernor governor = new LoadGovernor(THREADS, MIN_FPS);
        run(governor, 20, 100, 2);
        run(governor, 40, 10, 2);

        assertThat(governor.targetFps()).isEqualTo(30);
    }

    @Test
    void theRateHoldsStillUnderASteadyLoad() {
        LoadGovernor governor = new LoadGovernor(THREADS, MIN_FPS);
        run(governor, 200, 40, 2);

        for (int i = 0; i < 50; i++) {
            double before = governor.targetFps();
            run(governor, 1, 40, 2);
            assertThat(governor.targetFps()).isCloseTo(before, within(before / 8));
        }
    }

    @Test
    void itNeverAsksForLessThanTheLeastAndThenRefusesNewSessions() {
        LoadGovernor governor = new LoadGovernor(THREADS, MIN_FPS);
        run(governor, 40, 400, 4);

        assertThat(governor.targetFps()).isEqualTo(5);
        assertThat(governor.hasRoomFor(400)).isFalse();
        run(governor, 40, 20, 4);
        assertThat(governor.hasRoomFor(20)).isTrue();
    }

    @Test
    void threeHundredAreTakenAtALowRateAndTooManyAreNot() {
        LoadGovernor governor = new LoadGovernor(THREADS, 0.7);
        run(governor, 40, 300, 5);
        assertThat(governor.targetFps()).isBetween(0.7, 1.3);
        assertThat(governor.hasRoomFor(300)).isTrue();

        run(governor, 40, 700, 5);
        assertThat(governor.targetFps()).isEqualTo(0.7);
        assertThat(governor.hasRoomFor(700)).isFalse();
    }

    @Test
    void lowRatesAreHeldAgainstTheFramesThatAreLookedAt() {
        LoadGovernor governor = new LoadGovernor(THREADS, MIN_FPS);
        for (int i = 0; i < 200; i++) { // five at full rate: half of the frames cost 4 ms, the others next to nothing
            governor.observe(new LoadGovernor.Window(75 * 2.05, 0, 75, 37 * 4, 37), 5);
        }
        assertThat(governor.lookCostMillis()).isCloseTo(4, within(0.05));
        assertThat(governor.hasRoomFor(90))
                .as("95 hundredths of 500 looks a second are 95 times five")
                .isTrue();
        assertThat(governor.hasRoomFor(100))
                .as("half of them cost next to nothing at full rate alone")
                .isFalse();
    }

    @Test
    void whatALookCostsIsKnownOnceThereWasOne() {
        LoadGovernor governor = new LoadGovernor(THREADS, MIN_FPS);
        governor.observe(new LoadGovernor.Window(10, 0, 100, 0, 0), 5);
        assertThat(governor.hasMeasured()).isFalse();
        governor.observe(new LoadGovernor.Window(12, 0, 100, 2, 1), 5);
        assertThat(governor.hasMeasured()).isTrue();
    }

    @Test
    void aQuietWindowChangesNothing() {
        LoadGovernor governor = new LoadGovernor(THREADS, MIN_FPS);
        governor.observe(new LoadGovernor.Window(0, 0, 0, 0, 0), 0);

        assertThat(governor.targetFps()).isEqualTo(30);
    }
}
