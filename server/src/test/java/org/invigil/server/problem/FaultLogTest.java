package org.invigil.server.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.invigil.server.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** One fault, a thousand times: few lines, and none of them is missing. */
@ExtendWith(OutputCaptureExtension.class)
class FaultLogTest {

    private final TestClock clock = new TestClock();
    private final FaultLog faults = new FaultLog(LoggerFactory.getLogger(FaultLogTest.class), clock);

    @Test
    void aFaultIsSaidAtOnceAndThenOnceAMinute(CapturedOutput output) {
        for (int i = 0; i < 1_000; i++) {
            faults.warn("storage", "The store is away", new IllegalStateException(new IOException("no route\nto it")));
            faults.warn("database", "The database is away", null);
        }
        assertThat(output.getAll().lines().filter(line -> line.contains("is away")))
                .hasSize(2)
                .anyMatch(line -> line.endsWith("storage: The store is away (IOException: no route)"));

        clock.advance(Duration.ofMinutes(2));
        faults.warn("storage", "The store is away", null);
        assertThat(output.getAll()).contains("storage: The store is away; 999 more since it was last said");
    }

    @Test
    void aClockThatIsSetBackSilencesNothing(CapturedOutput output) {
        faults.warn("storage", "first", null);
        clock.advance(Duration.ofHours(-1));
        faults.warn("storage", "second", null);
        assertThat(output.getAll()).contains("first", "second");
    }
}
