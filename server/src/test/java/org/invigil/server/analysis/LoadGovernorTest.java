package org.invigil.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many frames a second each session may send, as a machine gets busy and free again. */
class LoadGovernorTest {

    private static final double WINDOW = 500;

    private static final int THREADS = 2;

    private static final int MIN_FPS = 5;

    /** Windows in which every session sends what it may, at this cost a frame, and the threads do what they can. */
    private static void run(LoadGovernor governor, int windows, int sessions, double costMillis) {
        for (int i = 0; i < windows; i++) {
            double wanted = sessions * governor.targetFps() * WINDOW / 1_000;
            double possible = THREADS * WINDOW / costMillis;
            long frames = Math.round(Math.min(wanted, possible));
            governor.observe(WINDOW, frames * costMillis, frames, sessions);
        }
    }

    @Test
    void aSmallRoomSendsAtFullRate() {
        LoadGovernor governor = new LoadGovernor(THREADS, MIN_FPS);
        run(governor, 100, 15, 2);

        assertThat(governor.targetFps()).isEqualTo(30);
        assertThat(governor.hasRoomFor(15)).isTrue();
    }

    @Test
    void aFullRoomIsAskedDownFairlyWithinTwoSeconds() {
        LoadGovernor governor = new LoadGovernor(THREADS, MIN_FPS);
        run(governor, 4, 100, 2);

        assertThat(governor.targetFps()).isBetween(5, 9);
        run(governor, 100, 100, 2);
        assertThat(governor.targetFps()).isBetween(5, 9);
    }

    @Test
    void theRateComesBackByItself() {
        LoadGovernor governor = new LoadGovernor(THREADS, MIN_FPS);
        run(governor, 20, 100, 2);
        run(governor, 40, 10, 2);

        assertThat(governor.targetFps()).isEqualTo(30);
    }

    @Test
    void overloadEntersAndLeavesAtDifferentLoads() {
        LoadGovernor fresh = new LoadGovernor(THREADS, MIN_FPS);
        run(fresh, 40, 28, 2); // 84 % busy at full rate: below the enter threshold
        assertThat(fresh.targetFps()).isEqualTo(30);

        LoadGovernor overloaded = new LoadGovernor(THREADS, MIN_FPS);
        run(overloaded, 20, 100, 2);
        run(overloaded, 40, 28, 2); // the same load is above the leave threshold: the fair share of 75 % holds
        assertThat(overloaded.targetFps()).isEqualTo(26);
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
        LoadGovernor governor = new LoadGovernor(THREADS, 1);
        run(governor, 40, 300, 3.5);
        assertThat(governor.targetFps()).isEqualTo(1);
        assertThat(governor.hasRoomFor(300)).isTrue();

        run(governor, 40, 500, 3.5);
        assertThat(governor.targetFps()).isEqualTo(1);
        assertThat(governor.hasRoomFor(500)).isFalse();
    }

    @Test
    void aQuietWindowChangesNothing() {
        LoadGovernor governor = new LoadGovernor(THREADS, MIN_FPS);
        governor.observe(0, 0, 0, 0);
        governor.observe(WINDOW, 0, 0, 0);

        assertThat(governor.targetFps()).isEqualTo(30);
    }
}
