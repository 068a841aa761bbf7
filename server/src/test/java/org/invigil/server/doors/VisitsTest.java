package org.invigil.server.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who is let go when, with a clock that the test moves. */
class VisitsTest {

    private static final int MAX_CONNECTIONS = 100;

    private final AtomicLong nanos = new AtomicLong(-5);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Visits visits = new Visits(
            new DoorSettings(Duration.ofSeconds(10), Duration.ofSeconds(15), 1000, 4_194_304),
            new DoorCounts(meters, new BodyBudget(4_194_304)),
            nanos::get);
    private final TestLine line = new TestLine();

    private static final class TestLine implements Visit.Line {
        private boolean closed;
        private int ended;

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public void stopListening() {
            ended++;
        }
    }

    @Test
    void aHeadHasItsTimeFromTheFirstByteOnHoweverManyFollow() {
        for (int second = 0; second < 10; second++) {
            Visit visit = visits.arrives(line, () -> line);
            visit.waitsForHead(nanos.get());
            pass(Duration.ofSeconds(1));
            assertThat(line.ended).as("after second %d", second).isEqualTo(second == 9 ? 1 : 0);
        }
        pass(Duration.ofSeconds(1));
        assertThat(line.ended).as("once").isEqualTo(1);
        assertThat(refused("slow_head")).isEqualTo(1);
        line.closed = true;
        pass(Duration.ZERO);
        assertThat(visits.size()).isZero();
    }

    @Test
    void aSmallBodyHasAFixedTime() {
        Visit visit = visits.arrives(line, () -> line);
        visit.isServed(true, null, nanos.get());
        pass(Duration.ofMillis(14_999));
        assertThat(line.ended).isZero();
        pass(Duration.ofMillis(1));
        assertThat(line.ended).isEqualTo(1);
        assertThat(refused("slow_body")).isEqualTo(1);
    }

    @Test
    void aLargeBodyHasTheTimeThatItsBytesNeedAtTheLeastRate() {
        AtomicLong bytes = new AtomicLong();
        Visit visit = visits.arrives(line, () -> line);
        visit.isServed(true, bytes::get, nanos.get());
        for (int second = 0; second < 600; second++) {
            bytes.addAndGet(1000);
            pass(Duration.ofSeconds(1));
        }
        assertThat(line.ended).isZero();
        pass(Duration.ofSeconds(15)); // nothing more comes
        assertThat(line.ended).isEqualTo(1);
    }

    @Test
    void whoOwesNothingIsNeverLetGo() {
        Visit visit = visits.arrives(line, () -> line);
        visit.isServed(false, null, nanos.get());
        pass(Duration.ofHours(1));
        visit.isServed(true, null, nanos.get());
        visit.isAnswered(false, nanos.get());
        pass(Duration.ofHours(1));
        assertThat(line.ended).isZero();
    }

    /** The answer was written without reading the body: what is left of it is read for a moment, not for ever. */
    @Test
    void aLeftoverHasFiveSeconds() {
        Visit visit = visits.arrives(line, () -> line);
        visit.isServed(true, null, nanos.get());
        pass(Duration.ofSeconds(14));
        visit.isAnswered(true, nanos.get());
        pass(Duration.ofMillis(4999));
        assertThat(line.ended).isZero();
        pass(Duration.ofMillis(1));
        assertThat(line.ended).isEqualTo(1);
    }

    @Test
    void theNextRequestOfAConnectionHasItsOwnTime() {
        Visit visit = visits.arrives(line, () -> line);
        visit.isServed(false, null, nanos.get());
        pass(Duration.ofSeconds(30));
        visit.waitsForHead(nanos.get());
        pass(Duration.ofMillis(9_999));
        assertThat(line.ended).isZero();
        pass(Duration.ofMillis(1));
        assertThat(line.ended).isEqualTo(1);
    }

    @Test
    void whenItIsCrowdedThePatienceIsAFifth() {
        visits.arrives(line, () -> line).waitsForHead(nanos.get());
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        visits.look(75, MAX_CONNECTIONS);
        assertThat(line.ended).isZero();
        visits.look(76, MAX_CONNECTIONS);
        assertThat(line.ended).isEqualTo(1);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        visits.look(1, MAX_CONNECTIONS);
    }

    private double refused(String reason) {
        return meters.get("invigil.doors.refused")
                .tag("reason", reason)
                .counter()
                .count();
    }
}
