package org.invigil.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.UUID;
import org.invigil.server.TestClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CameraCheckLimitTest {

    private static final UUID ACCOUNT = UUID.randomUUID();

    private final TestClock clock = new TestClock();
    private final CameraCheckLimit limit = new CameraCheckLimit(clock);

    @BeforeEach
    void stopTheTime() {
        clock.stop();
    }

    private void assertTooSoon() {
        assertThatThrownBy(() -> limit.begin(ACCOUNT)).isInstanceOfSatisfying(IngestException.class, refused -> {
            assertThat(refused.code()).isEqualTo("too_many_looks");
            assertThat(refused.retryAfterSeconds()).isEqualTo(1);
        });
    }

    @Test
    void anAccountHasOneLookASecond() {
        limit.begin(ACCOUNT).close();
        clock.advance(Duration.ofMillis(999));
        assertTooSoon();
        clock.advance(Duration.ofMillis(1));
        limit.begin(ACCOUNT).close();
        assertTooSoon();
    }

    @Test
    void andOneAtATimeHoweverLongItTakes() {
        CameraCheckLimit.Turn first = limit.begin(ACCOUNT);
        clock.advance(Duration.ofSeconds(5));
        assertTooSoon();
        first.close();
        limit.begin(ACCOUNT).close();
    }

    @Test
    void anotherAccountIsNotHeldUp() {
        limit.begin(ACCOUNT);
        limit.begin(UUID.randomUUID()).close();
    }
}
