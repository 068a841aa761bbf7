package org.invigil.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PulseTest {

    private final Pulse pulse = new Pulse(Clock.systemUTC());

    private List<Boolean> beats(int count) {
        List<Boolean> due = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            due.add(pulse.beat());
        }
        return due;
    }

    @Test
    void aQuietSocketIsDueEveryFewBeatsAndNoLater() {
        assertThat(beats(3 * FrameLimits.QUIET_BEATS).stream()
                        .filter(due -> due)
                        .count())
                .isEqualTo(3);
    }

    @Test
    void whateverWasSentPutsItOff() {
        beats(FrameLimits.QUIET_BEATS - 1);
        pulse.sent();
        assertThat(beats(FrameLimits.QUIET_BEATS)).containsOnly(false);
        assertThat(pulse.beat()).isTrue();
    }
}
