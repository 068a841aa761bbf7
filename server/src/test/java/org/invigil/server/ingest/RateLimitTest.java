package org.invigil.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {

    private long now = 1_800_000_000_000L;

    private int accepted(RateLimit limit, double targetFps, double sentFps, double seconds) {
        int accepted = 0;
        for (int i = 0; i < sentFps * seconds; i++) {
            accepted += limit.allows(targetFps, now + Math.round(i * 1_000 / sentFps)) ? 1 : 0;
        }
        now += Math.round(seconds * 1_000);
        return accepted;
    }

    @Test
    void theAgreedRatePassesForEver() {
        RateLimit limit = new RateLimit(30, now);

        assertThat(accepted(limit, 30, 30, 600)).isEqualTo(18_000);
        assertThat(accepted(limit, 30, 33, 60))
                .as("a timer that runs a little fast")
                .isEqualTo(1_980);
    }

    @Test
    void aThousandASecondIsCutToTheAgreedRateWithItsSlack() {
        assertThat(accepted(new RateLimit(30, now), 30, 1_000, 10)).isBetween(375, 420);
    }

    @Test
    void framesThatANetworkHeldBackForASecondPassAtOnce() {
        RateLimit limit = new RateLimit(30, now);
        accepted(limit, 30, 30, 10);
        now += 1_000;

        assertThat(accepted(limit, 30, 1_000, 0.03)).isEqualTo(30);
    }

    @Test
    void aLowerRateHoldsAfterAFewSecondsOfGrace() {
        RateLimit limit = new RateLimit(30, now);
        accepted(limit, 30, 30, 5);

        assertThat(accepted(limit, 10, 30, 2.9))
                .as("the sender has not heard yet")
                .isEqualTo(87);
        accepted(limit, 10, 30, 8);
        assertThat(accepted(limit, 10, 30, 10)).isBetween(120, 130);
        assertThat(accepted(limit, 30, 30, 10)).as("and comes back at once").isBetween(298, 300);
    }

    @Test
    void everyStepDownHasItsOwnGrace() {
        RateLimit limit = new RateLimit(30, now);
        for (double fps = 30; fps > 1; fps *= 0.7) {
            assertThat(accepted(limit, fps, fps / 0.7, 2))
                    .as("the sender is a step behind at %.1f", fps)
                    .isEqualTo((int) Math.ceil(fps / 0.7 * 2));
        }
    }

    @Test
    void ratesBelowOneASecondAreKept() {
        RateLimit limit = new RateLimit(0.7, now);
        assertThat(accepted(limit, 0.7, 0.7, 600)).isEqualTo(420);
        accepted(limit, 0.7, 5, 60);
        assertThat(accepted(limit, 0.7, 5, 60)).isBetween(45, 60);
    }

    @Test
    void complainsOnceASecond() {
        RateLimit limit = new RateLimit(30, now);
        int complaints = 0;
        for (int i = 0; i < 5_000; i++) {
            complaints += limit.mayComplain(now + i) ? 1 : 0;
        }
        assertThat(complaints).isEqualTo(5);
    }

    @Test
    void aClockThatIsSetBackLocksNobodyOut() {
        RateLimit limit = new RateLimit(30, now);
        accepted(limit, 30, 30, 5);
        now -= 3_600_000;

        assertThat(accepted(limit, 30, 30, 10)).isGreaterThanOrEqualTo(299);
        assertThat(limit.mayComplain(now)).isTrue();
    }
}
