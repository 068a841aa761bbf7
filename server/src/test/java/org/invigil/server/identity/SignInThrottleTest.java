package org.invigil.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.invigil.server.TestClock;
import org.invigil.server.identity.PasswordHashing.Lane;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guesses from one place, from everywhere, for everybody; and who is let through all the same. */
class SignInThrottleTest {

    private static final String SCHOOL = "192.0.2.1";
    private static final Optional<UUID> STRANGER = Optional.empty();
    private static final Optional<UUID> KNOWN = Optional.of(UUID.randomUUID());

    private final TestClock clock = new TestClock();
    private final SignInThrottle throttle = new SignInThrottle(clock);

    @BeforeEach
    void stopTheClock() {
        clock.stop();
    }

    @Test
    void triesAtOnceCountBeforeTheyAreDecided() {
        List<SignInThrottle.Attempt> begun = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            begun.add(throttle.begin("ada", SCHOOL, STRANGER));
        }
        refused("ada", SCHOOL, STRANGER);
        begun.getFirst().close();
        begun.set(0, throttle.begin("ada", SCHOOL, STRANGER)); // what was not decided is given back
        begun.getFirst().succeeded();
        begun.getFirst().close();
        begun.subList(1, 5).forEach(SignInThrottle.Attempt::close);
        fail(5, "ada", SCHOOL, STRANGER);
    }

    @Test
    void pausesGrowAndEnd() {
        fail(5, "ada", SCHOOL, STRANGER);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            long seconds = refused("ada", SCHOOL, STRANGER);
            pauses.add(seconds);
            clock.advance(Duration.ofSeconds(seconds));
            fail(1, "ada", SCHOOL, STRANGER);
        }
        assertThat(pauses).containsExactly(30L, 60L, 120L, 240L, 300L, 300L);
        throttle.begin("ada", "192.0.2.2", STRANGER).close(); // another place is not concerned
        clock.advance(Duration.ofMinutes(16));
        fail(5, "ada", SCHOOL, STRANGER);
    }

    @Test
    void madeUpNamesLockNobodyOut() {
        for (int i = 0; i < 302; i++) {
            fail(1, "nobody-" + i, SCHOOL, STRANGER);
        }
        try (SignInThrottle.Attempt student = throttle.begin("first-time", SCHOOL, STRANGER)) {
            assertThat(student.lane()).isEqualTo(Lane.NOISY_ADDRESS);
            assertThat(student.pause()).isLessThanOrEqualTo(Duration.ofSeconds(3));
            student.succeeded();
        }
        try (SignInThrottle.Attempt admin = throttle.begin("admin", SCHOOL, KNOWN)) {
            assertThat(admin.lane()).isEqualTo(Lane.TRUSTED);
            assertThat(admin.pause()).isZero();
        }
        try (SignInThrottle.Attempt elsewhere = throttle.begin("first-time", "192.0.2.2", STRANGER)) {
            assertThat(elsewhere.lane()).isEqualTo(Lane.STRANGER);
        }
    }

    @Test
    void aNoisyAddressIsServedOneAfterAnother() {
        makeNoisy();
        List<Long> fresh = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            fresh.add(throttle.begin("student-" + i, SCHOOL, STRANGER).pause().toMillis());
        }
        assertThat(fresh).as("names that nobody has tried there").containsExactly(0L, 200L, 400L, 600L);
        List<Long> tried = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tried.add(throttle.begin("nobody-" + i, SCHOOL, STRANGER).pause().toMillis());
        }
        assertThat(tried).as("names that were tried").containsExactly(0L, 1_000L, 2_000L);
        clock.advance(Duration.ofMinutes(5));
        assertThat(throttle.begin("student-17", SCHOOL, STRANGER).lane()).isEqualTo(Lane.STRANGER);
    }

    @Test
    void whoIsRefusedAtANoisyAddressKeepsTheTurn() {
        makeNoisy();
        flood(0, 76); // as many as wait 15 s at most
        assertThat(refused("student", SCHOOL, STRANGER)).isEqualTo(16);
        for (int second = 1; second <= 16; second++) {
            clock.advance(Duration.ofSeconds(1));
            flood(second, 20);
            if (second == 8) { // within the longest wait the line is stood in, later ones stay behind
                assertThat(refused("another", SCHOOL, STRANGER)).isGreaterThan(16);
            }
        }
        try (SignInThrottle.Attempt student = throttle.begin("student", SCHOOL, STRANGER)) {
            assertThat(student.pause()).isZero();
            student.succeeded();
        }
    }

    @Test
    void aFloodKeepsTurnsForFiveMinutesAtMost() {
        makeNoisy();
        flood(0, 2_000);
        assertThat(refused("student", SCHOOL, STRANGER)).isEqualTo(15);
        clock.advance(Duration.ofSeconds(15));
        assertThat(refused("student", SCHOOL, STRANGER))
                .as("now a turn is free")
                .isBetween(16L, 300L);
    }

    @Test
    void oneNoisyAddressNeverHasAllPlacesOfNoisyOnes() {
        List<SignInThrottle.Attempt> waiting = new ArrayList<>();
        makeNoisy();
        for (int i = 0; i < 100; i++) {
            waiting.add(throttle.begin("student-" + i, SCHOOL, STRANGER));
            clock.advance(Duration.ofMillis(200));
        }
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> throttle.begin("student-100", SCHOOL, STRANGER))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("sign_in_busy"));
        waiting.getFirst().close();
        throttle.begin("student-100", SCHOOL, STRANGER).close();
    }

    private void makeNoisy() {
        for (int i = 0; i < 310; i++) {
            fail(1, "nobody-" + i, SCHOOL, STRANGER);
        }
        clock.advance(Duration.ofSeconds(20)); // the line is empty
    }

    /** Names that nobody has, all at once; some are looked at, some are refused. */
    private void flood(int wave, int tries) {
        for (int i = 0; i < tries; i++) {
            try (SignInThrottle.Attempt attempt = throttle.begin("made-up-" + wave + "-" + i, SCHOOL, STRANGER)) {
                attempt.failed();
            } catch (IdentityException e) {
                assertThat(e.code()).isEqualTo("too_many_attempts");
            }
        }
    }

    @Test
    void oneAddressNeverHasAllPlacesOfStrangers() {
        List<SignInThrottle.Attempt> waiting = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            waiting.add(throttle.begin("student-" + i, SCHOOL, STRANGER));
        }
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> throttle.begin("student-400", SCHOOL, STRANGER))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("sign_in_busy"));
        throttle.begin("student-400", SCHOOL, KNOWN).close();
        throttle.begin("student-400", "192.0.2.2", STRANGER).close();
        waiting.forEach(SignInThrottle.Attempt::succeeded);
        throttle.begin("student-400", SCHOOL, STRANGER).close();
    }

    @Test
    void anAttackerWithManyAddressesCannotLockOutTheOwnersBrowser() {
        for (int i = 0; i < 50; i++) {
            fail(1, "ada", "198.51.100." + i, STRANGER);
        }
        refused("ada", "203.0.113.9", STRANGER);
        fail(9, "ada", SCHOOL, KNOWN);
        throttle.begin("ada", SCHOOL, KNOWN).close();
        fail(1, "ada", SCHOOL, KNOWN);
        refused("ada", SCHOOL, KNOWN); // a stolen browser is no way to guess either
        throttle.begin("ada", SCHOOL, Optional.of(UUID.randomUUID())).close();
    }

    @Test
    void whoeverComesInVeryOftenStandsBehindEverybodyElse() {
        for (int i = 0; i < 10; i++) {
            try (SignInThrottle.Attempt attempt =
                    throttle.begin("ada", SCHOOL, i % 2 == 0 ? STRANGER : Optional.of(UUID.randomUUID()))) {
                assertThat(attempt.lane()).isNotEqualTo(Lane.REPEATED);
                attempt.succeeded();
            }
        }
        for (Optional<UUID> browser : List.of(STRANGER, KNOWN)) {
            try (SignInThrottle.Attempt attempt = throttle.begin("ada", SCHOOL, browser)) {
                assertThat(attempt.lane()).isEqualTo(Lane.REPEATED);
                attempt.succeeded();
            }
        }
        try (SignInThrottle.Attempt other = throttle.begin("grace", SCHOOL, STRANGER)) {
            assertThat(other.lane()).isEqualTo(Lane.STRANGER);
        }
        clock.advance(Duration.ofMinutes(1));
        try (SignInThrottle.Attempt attempt = throttle.begin("ada", SCHOOL, KNOWN)) {
            assertThat(attempt.lane()).isEqualTo(Lane.TRUSTED);
        }
    }

    @Test
    void anAccountHasFewTriesAtWorkHoweverManyBrowsersKnowIt() {
        List<SignInThrottle.Attempt> begun = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            begun.add(throttle.begin("ada", SCHOOL, Optional.of(UUID.randomUUID())));
        }
        assertThat(refused("ada", SCHOOL, Optional.of(UUID.randomUUID()))).isEqualTo(1);
        throttle.begin("ada", SCHOOL, STRANGER).close();
        throttle.begin("grace", SCHOOL, KNOWN).close();
        begun.get(0).close();
        begun.get(1).failed();
        begun.get(1).close();
        throttle.begin("ada", SCHOOL, KNOWN).close();
    }

    @Test
    void aNetworkOfIpv6IsOneAddress() {
        fail(5, "ada", "2001:db8:1:2::1", STRANGER);
        refused("ada", "2001:db8:1:2:ffff::7", STRANGER);
        throttle.begin("ada", "2001:db8:1:3::1", STRANGER).close();
    }

    /** As many wrong tries as four threads can hash within the memory of a count, a hash taking 40 ms. */
    @Test
    void aFloodOfMadeUpNamesMakesTheServerForgetNobody() {
        int people = 1_000;
        int made = 4 * 15 * 60 * 25;
        for (int i = 0; i < people; i++) {
            fail(4, "person" + i, "198.51.100." + i, STRANGER);
        }
        for (int i = 0; i < made; i++) {
            fail(1, "made-up" + i, "203.0.113." + i / 200, STRANGER);
        }
        for (int i = 0; i < people; i++) {
            fail(1, "person" + i, "198.51.100." + i, STRANGER);
            refused("person" + i, "198.51.100." + i, STRANGER);
        }
    }

    private void fail(int times, String username, String address, Optional<UUID> browser) {
        for (int i = 0; i < times; i++) {
            try (SignInThrottle.Attempt attempt = throttle.begin(username, address, browser)) {
                clock.advance(attempt.pause());
                attempt.failed();
            }
        }
    }

    private long refused(String username, String address, Optional<UUID> browser) {
        long[] seconds = {0};
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> throttle.begin(username, address, browser))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("too_many_attempts");
                    seconds[0] = refusal.retryAfterSeconds() == null ? 0 : refusal.retryAfterSeconds();
                });
        return seconds[0];
    }
}
