package org.invigil.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.invigil.server.ingest.PageClock.Wrong;
import org.junit.jupiter.api.Test;

/** Whose clock is called wrong: none that a computer has, whatever its line does. */
class PageClockTest {

    private static final long NOON = 1_772_366_400_000L;
    private static final long FRAME_MILLIS = 200;
    private static final long MINUTES_12 = 12 * 60_000;

    private final List<Wrong> wrong = new ArrayList<>();

    /** Twelve minutes of frames: when each was taken by the page's clock, and how long it was on its way. */
    private void run(LongUnaryOperator pageClock, LongUnaryOperator onItsWay) {
        PageClock clock = new PageClock(wrong::add);
        long lastArrived = 0;
        for (long at = 0; at < MINUTES_12; at += FRAME_MILLIS) {
            long arrived = NOON + at + onItsWay.applyAsLong(at);
            if (arrived >= lastArrived) { // one that would overtake another was not sent
                clock.told(NOON + pageClock.applyAsLong(at), arrived);
                lastArrived = arrived;
            }
        }
    }

    @Test
    void aRecordingThatIsFedFasterOrSlowerIsTold() {
        run(at -> at * 3 / 2, at -> 40);
        assertThat(wrong).containsExactly(Wrong.FAST, Wrong.FAST);
        wrong.clear();
        run(at -> at * 4 / 5, at -> 40);
        assertThat(wrong).containsExactly(Wrong.SLOW, Wrong.SLOW);
        wrong.clear();
        run(at -> -at, at -> 40);
        assertThat(wrong).as("a clock that runs back").containsExactly(Wrong.SLOW, Wrong.SLOW);
        wrong.clear();
        Random random = new Random(7);
        run(at -> random.nextInt(2_000_000), at -> 40);
        assertThat(wrong).as("times that were made up").isNotEmpty();
    }

    @Test
    void aSlowLineAndFramesThatWaitAreNoWrongClock() {
        Random random = new Random(7);
        run(at -> at, at -> 30 + random.nextInt(4_000));
        run(at -> at, at -> at % 60_000 / 4); // a queue that fills for a minute, again and again
        run(at -> at, at -> Math.min(at / 20, 8_000)); // a line that gets slower and slower
        assertThat(wrong).isEmpty();
    }

    @Test
    void aBadClockIsNobodysFault() {
        run(at -> at + 3_600_000 * 9, at -> 40);
        run(at -> at + at / 2_000, at -> 40); // half a second in a thousand
        run(at -> at + at / 13, at -> 40); // put right by slewing
        run(at -> at < 200_000 ? at : at - 3_600_000, at -> 40); // set back by an hour
        run(at -> at / 60_000 % 2 == 0 ? at : at + 90_000, at -> 40); // set to and fro
        assertThat(wrong).isEmpty();
    }

    @Test
    void aPageThatTellsNoTimeIsLeftAlone() {
        run(at -> 0, at -> 40);
        run(at -> Long.MAX_VALUE - NOON, at -> 40);
        run(at -> Long.MIN_VALUE, at -> 40);
        assertThat(wrong).isEmpty();
    }

    @Test
    void aComputerThatSleptIsNotJudgedByIt() {
        run(at -> at, at -> at > 100_000 ? 400_000 : 40);
        assertThat(wrong).isEmpty();
    }
}
