package org.invigil.server.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.List;
import org.invigil.server.doors.BodyBudget.Sender;
import org.invigil.server.doors.BodyBudget.Share;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** How much of all bodies is held at once, and that it is given back. */
class BodyBudgetTest {

    private static final int WHOLE = 2_400_000;

    private final BodyBudget budget = new BodyBudget(WHOLE);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final DoorCounts counts = new DoorCounts(meters, budget);

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void aShareIsTakenUpToItsEndAndNotBeyond() {
        Sender stranger = new Sender(Share.STRANGERS, "a", WHOLE);
        Sender other = new Sender(Share.STRANGERS, "b", WHOLE);
        assertThat(budget.take(stranger, 260_000)).isTrue();
        assertThat(budget.take(other, 40_001)).isFalse();
        assertThat(budget.take(other, 40_000)).isTrue();
        assertThat(budget.take(stranger, 1)).isFalse();
        assertThat(budget.held()).isEqualTo(300_000);
        budget.giveBack(stranger, 260_000);
        budget.giveBack(other, 40_000);
        assertThat(budget.held()).isZero();
        assertThat(budget.senders()).as("who holds nothing is forgotten").isZero();
        assertThat(budget.take(stranger, 300_000)).isTrue();
    }

    @Test
    void aSenderHasABoundOfItsOwn() {
        Sender first = new Sender(Share.ANSWERS, "a", 1000);
        Sender second = new Sender(Share.ANSWERS, "b", 1000);
        assertThat(budget.take(first, 600)).isTrue();
        assertThat(budget.take(first, 401)).isFalse();
        assertThat(budget.take(first, 400)).isTrue();
        assertThat(budget.take(second, 1000)).isTrue();
        budget.giveBack(first, 600);
        assertThat(budget.take(first, 600)).isTrue();
        assertThat(budget.held()).isEqualTo(2000);
    }

    /** Whichever cookies they come with: what counts is the person. */
    @Test
    void onePersonHoldsTwoLargestBodiesAndOthersHaveRoom() throws IOException {
        int largest = BodyLimits.ANSWERS.maxBytes();
        MockHttpServletResponse response = new MockHttpServletResponse();
        signIn("ada");
        try (BoundedBody first = body(BodyLimits.ANSWERS, largest, response);
                BoundedBody second = body(BodyLimits.ANSWERS, largest, response);
                BoundedBody third = body(BodyLimits.ANSWERS, largest, response)) {
            assertThat(first.getInputStream().readAllBytes()).hasSize(largest);
            assertThat(second.getInputStream().readAllBytes()).hasSize(largest);
            assertThatThrownBy(() -> third.getInputStream().readAllBytes()).isInstanceOf(DoorException.class);
            signIn("bob");
            try (BoundedBody his = body(BodyLimits.ANSWERS, largest, response)) {
                assertThat(his.getInputStream().readAllBytes()).hasSize(largest);
            }
        }
        assertThat(budget.held()).isZero();
        assertThat(budget.senders()).isZero();
    }

    private static void signIn(String name) {
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(name, null, List.of()));
    }

    @Test
    void whatStudentsWriteHasRoomWhenNothingElseHas() throws IOException {
        fillOthers();
        try (BoundedBody answer = body(BodyLimits.ANSWERS, 200_000, new MockHttpServletResponse())) {
            assertThat(answer.getInputStream().readAllBytes()).hasSize(200_000);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        try (BoundedBody signIn = body(BodyLimits.SIGN_IN, 3000, response)) {
            assertThatThrownBy(() -> signIn.getInputStream().readAllBytes())
                    .isInstanceOfSatisfying(DoorException.class, problem -> {
                        assertThat(problem.status().value()).isEqualTo(503);
                        assertThat(problem.code()).isEqualTo("unavailable");
                    });
        }
        assertThat(response.getHeader("Retry-After")).isEqualTo("2");
        assertThat(refused("busy")).isEqualTo(1);
    }

    /** A name and a password, or a short answer: nobody can hold so much that these are refused. */
    @Test
    void aSmallBodyAlwaysHasRoom() throws IOException {
        fillOthers();
        assertThat(budget.take(new Sender(Share.ANSWERS, "a", WHOLE), WHOLE / 2))
                .isTrue();
        for (BodyLimits limit : BodyLimits.values()) {
            try (BoundedBody small = body(limit, 2048, new MockHttpServletResponse())) {
                assertThat(small.getInputStream().readAllBytes())
                        .as(limit.name())
                        .hasSize(2048);
            }
        }
        assertThat(refused("busy")).isZero();
    }

    private void fillOthers() {
        assertThat(budget.take(new Sender(Share.STRANGERS, "a", WHOLE), WHOLE / 8))
                .isTrue();
        assertThat(budget.take(new Sender(Share.OTHERS, "a", WHOLE), WHOLE * 3 / 8))
                .isTrue();
    }

    /** A refused body holds nothing, and neither does one that is answered. */
    @Test
    void everythingIsGivenBack() throws IOException {
        BoundedBody whole = body(BodyLimits.SIGN_IN, 16 * 1024, new MockHttpServletResponse());
        assertThat(whole.getInputStream().readAllBytes()).hasSize(16 * 1024);
        assertThat(budget.held()).as("all but the first 2 KiB").isEqualTo(14 * 1024);
        whole.close();
        assertThat(budget.held()).isZero();
        try (BoundedBody tooLarge = body(BodyLimits.SIGN_IN, 16 * 1024 + 1, new MockHttpServletResponse())) {
            assertThatThrownBy(() -> tooLarge.getInputStream().readAllBytes())
                    .isInstanceOfSatisfying(DoorException.class, problem -> assertThat(problem.code())
                            .isEqualTo("payload_too_large"));
        }
        assertThat(budget.held()).isZero();
        assertThat(budget.senders()).isZero();
        assertThat(refused("too_large")).isEqualTo(1);
    }

    private double refused(String reason) {
        return meters.get("invigil.doors.refused")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private BoundedBody body(BodyLimits limit, int bytes, MockHttpServletResponse response) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setContent(new byte[bytes]);
        return new BoundedBody(request, response, limit, budget, counts);
    }
}
