package org.invigil.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.invigil.rules.sitting.SittingState.ACTIVE;
import static org.invigil.rules.sitting.SittingState.CHECKING_IN;
import static org.invigil.rules.sitting.SittingState.PAUSED;
import static org.invigil.rules.sitting.SittingState.WAITING;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.invigil.rules.sitting.SittingState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of the student's time on every way through the states of a sitting. */
class SittingClockTest {

    private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    /** Walks at random until nothing leads on, and compares the clock with what a stop watch beside it shows. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theClockRunsInActiveAndNowhereElse(int seed) {
        Random random = new Random(seed);
        Duration duration = Duration.ofMillis(1 + random.nextInt(7_200_000));
        Instant examCloses = START.plusMillis(random.nextInt(14_400_000));
        SittingClock clock = SittingClock.notStarted(duration, examCloses);
        SittingState state = CHECKING_IN;
        Instant since = START;
        Instant now = START;
        Instant clockStart = null;
        Duration ran = Duration.ZERO;
        Duration stood = Duration.ZERO;
        for (int steps = 0; !state.isOver(); steps++) {
            assertThat(steps).as("a walk that does not end").isLessThan(10_000);
            SittingState from = state;
            List<SittingState> next =
                    Arrays.stream(SittingState.values()).filter(from::canBecome).toList();
            SittingState to = next.get(random.nextInt(next.size()));
            Duration stay = Duration.ofMillis(random.nextInt(600_000));
            now = now.plus(stay);
            ran = state == ACTIVE ? ran.plus(stay) : ran;
            stood = state == PAUSED ? stood.plus(stay) : stood;
            clockStart = clockStart == null && to == ACTIVE ? now : clockStart;
            Duration left = Duration.between(since, clock.endsAt());
            clock = clock.after(state, since, to, now);
            Duration more = random.nextInt(4) == 0 ? Duration.ofMinutes(1 + random.nextInt(60)) : Duration.ZERO;
            Instant before = clock.endsAt();
            clock = clock.extended(more);
            duration = duration.plus(more);
            Instant closesAt = clock.closesAt();
            state = to;
            since = now;

            assertThat(clock.startedAt()).isEqualTo(clockStart);
            assertThat(clock.paused()).isEqualTo(stood);
            assertThat(clock.endsAt()).as("moves by what is given").isEqualTo(before.plus(more));
            assertThat(clock.endsAt()).isBeforeOrEqualTo(closesAt);
            assertThat(closesAt).isAfterOrEqualTo(examCloses);
            if (from == PAUSED && to == ACTIVE) {
                assertThat(Duration.between(now, before))
                        .as("what was left before the pause")
                        .isEqualTo(left);
            }
            if (clockStart == null) {
                assertThat(clock.endsAt()).isEqualTo(closesAt);
                continue;
            }
            assertThat(Duration.between(clockStart, now)).isEqualTo(ran.plus(stood));
            Instant uncapped = now.plus(duration).minus(ran); // what is left of the duration, from now on
            assertThat(clock.endsAt()).isEqualTo(uncapped.isBefore(closesAt) ? uncapped : closesAt);
            assertThat(clock.isOver(ACTIVE, clock.endsAt())).isTrue();
            assertThat(clock.isOver(ACTIVE, clock.endsAt().minusMillis(1))).isFalse();
            assertThat(clock.isOver(PAUSED, closesAt.plusSeconds(3600)))
                    .as("time that stands still is never over")
                    .isFalse();
        }
        assertThat(Arrays.stream(SittingState.values()).filter(state::canBecome))
                .isEmpty();
    }

    @Test
    void moreTimeMovesTheCloseOnlyAsFarAsItMust() {
        SittingClock clock = SittingClock.notStarted(Duration.ofHours(1), START.plus(Duration.ofHours(2)))
                .after(WAITING, START, ACTIVE, START)
                .extended(Duration.ofMinutes(30));
        assertThat(clock.endsAt()).isEqualTo(START.plus(Duration.ofMinutes(90)));
        assertThat(clock.closesAt()).isEqualTo(START.plus(Duration.ofHours(2)));
        assertThat(clock.extended(Duration.ofHours(1)).closesAt()).isEqualTo(START.plus(Duration.ofMinutes(150)));
        SittingClock late = SittingClock.notStarted(Duration.ofHours(1), START.plus(Duration.ofMinutes(10)))
                .after(WAITING, START, ACTIVE, START)
                .extended(Duration.ofMinutes(5));
        assertThat(late.endsAt())
                .as("of who began late it is the close that moves")
                .isEqualTo(START.plus(Duration.ofMinutes(15)));
    }

    @Test
    void aClockThatWasSetBackTakesNoTimeFromTheStudent() {
        SittingClock clock = SittingClock.notStarted(Duration.ofHours(1), START.plus(Duration.ofHours(3)))
                .after(WAITING, START, ACTIVE, START);
        assertThat(clock.after(PAUSED, START.plusSeconds(60), ACTIVE, START.plusSeconds(30)))
                .isEqualTo(clock);
    }
}
