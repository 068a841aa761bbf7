package org.invigil.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which end of a server is followed by another start. Time does not pass, it is written down. */
class SupervisorTest {

    private final List<Long> pauses = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final Deque<Integer> ends = new ArrayDeque<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Duration life = Duration.ofSeconds(1);
    private int starts;
    private boolean stopping;
    private int stopAtStart = Integer.MAX_VALUE;

    private int supervise(Integer... exitCodes) throws Exception {
        ends.addAll(Arrays.asList(exitCodes));
        return new Supervisor(new Scripted(), this::pause, new WrittenDown(), words::add).supervise();
    }

    private void pause(Duration duration) {
        pauses.add(duration.toSeconds());
        now = now.plus(duration);
    }

    private final class Scripted implements Supervisor.Server {
        @Override
        public int run() {
            starts++;
            now = now.plus(life);
            stopping = starts >= stopAtStart;
            return ends.removeFirst();
        }

        @Override
        public boolean isStopping() {
            return stopping;
        }
    }

    private final class WrittenDown extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void whatCrashesIsStartedAgain() throws Exception {
        assertThat(supervise(3, 137, 134, 0)).isZero();
        assertThat(starts).isEqualTo(4);
        assertThat(pauses).containsExactly(1L, 2L, 4L);
        assertThat(words.stream().collect(Collectors.joining("\n")))
                .contains("it was out of memory", "it was killed", "it crashed");
    }

    /** An access violation is 0xC0000005 there. */
    @Test
    void aCrashOnWindowsIsOneToo() {
        assertThat(Supervisor.crashReason(0xC0000005)).contains("it crashed");
    }

    @Test
    void whatCannotStartOrWasStoppedIsNot() throws Exception {
        for (int end : new int[] {1, 2, 0, 143, 130}) {
            starts = 0;
            assertThat(supervise(end)).isEqualTo(end);
            assertThat(starts).isEqualTo(1);
        }
        assertThat(pauses).isEmpty();
    }

    /** A backup that began between the crash and the restart has the data folder, for as long as it takes. */
    @Test
    void aRestartWaitsForTheDataFolderAndAFirstStartDoesNot() throws Exception {
        assertThat(supervise(137, 4, 4, 4, 4, 4, 4, 0)).isZero();
        assertThat(pauses).containsExactly(1L, 5L, 5L, 5L, 5L, 5L, 5L);
        assertThat(supervise(4)).isEqualTo(4);
        assertThat(starts).isEqualTo(9);
    }

    @Test
    void whatGoesOnCrashingIsGivenUp() {
        assertThatThrownBy(() -> supervise(3, 3, 3, 3, 3, 3, 0))
                .isInstanceOfSatisfying(
                        LauncherException.class, e -> assertThat(e.exitCode()).isEqualTo(3))
                .hasMessageContaining("is not started any more");
        assertThat(starts).isEqualTo(6);
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L);
    }

    @Test
    void crashesThatLieFarApartAreNotCountedTogether() throws Exception {
        life = Supervisor.WINDOW;
        assertThat(supervise(3, 3, 3, 3, 3, 3, 3, 3, 0)).isZero();
        assertThat(pauses).containsOnly(1L).hasSize(8);
    }

    /** A server that is told to end may be killed by whoever loses patience; it stays down all the same. */
    @Test
    void whatEndsWhileStoppingStaysDown() throws Exception {
        stopAtStart = 2;
        assertThat(supervise(137, 137, 0)).isEqualTo(137);
        assertThat(starts).isEqualTo(2);
    }
}
