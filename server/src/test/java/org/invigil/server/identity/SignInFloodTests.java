package org.invigil.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.invigil.server.ServerTest;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Many at the door at once. */
@ServerTest
class SignInFloodTests {

    private static final int GUESSES = 60;

    @Autowired
    TestPeople people;

    @Test
    void guessesAtOnceAreCountedBeforeAnyIsLookedAt() throws Exception {
        TestPeople.Person victim = people.student();
        TestHttp guesser = people.nobody();
        guesser.get("/api/auth/me");
        List<TestHttp.Answer> answers = new ArrayList<>();
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<TestHttp.Answer> guess =
                    () -> guesser.signInAgain(victim.profile().username(), "wrong-password");
            for (Future<TestHttp.Answer> answer : all.invokeAll(java.util.Collections.nCopies(GUESSES, guess))) {
                answers.add(answer.get());
            }
        }
        assertThat(answers.stream().filter(answer -> answer.status() == 401))
                .as("guesses that were looked at")
                .hasSizeBetween(1, 5);
        assertThat(answers.stream().filter(answer -> answer.status() != 401)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.code()).isEqualTo("too_many_attempts");
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        });
    }

    @Test
    void whoeverSignedInBeforeInThisBrowserIsNotLockedOutByStrangers() {
        TestPeople.Person owner = people.student();
        TestHttp stranger = people.nobody();
        for (int i = 0; i < 6; i++) {
            stranger.signInAnyway(owner.profile().username(), "wrong-password");
        }
        assertThat(stranger.signInAnyway(owner.profile().username(), TestPeople.PASSWORD)
                        .status())
                .as("a stranger's browser, even with the right password")
                .isEqualTo(429);
        owner.http().post("/api/auth/sign-out", null);
        TestHttp.Answer back = owner.http().signInAnyway(owner.profile().username(), TestPeople.PASSWORD);
        assertThat(back.status()).as(back.text()).isEqualTo(200);
        assertThat(back.response().headers().allValues("Set-Cookie")).anySatisfy(cookie -> assertThat(cookie)
                .startsWith("INVIGIL_BROWSER=")
                .contains("HttpOnly")
                .contains("SameSite=Strict")
                .contains("Path=/api/auth")
                .doesNotContain(owner.profile().username()));
        TestPeople.Person neighbour = people.student();
        assertThat(owner.http()
                        .signInAnyway(neighbour.profile().username(), "wrong-password")
                        .status())
                .as("the cookie is worth nothing for another account")
                .isEqualTo(401);
    }
}
