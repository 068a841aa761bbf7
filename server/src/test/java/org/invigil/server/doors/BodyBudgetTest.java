package org.invigil.server.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import org.invigil.server.doors.BodyBudget.Share;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** How much of all bodies is held at once, and that it is given back. */
class BodyBudgetTest {

    private static final int WHOLE = 800_000;

    private final BodyBudget budget = new BodyBudget(WHOLE);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final DoorCounts counts = new DoorCounts(meters, budget);

    @Test
    void aShareIsTakenUpToItsEndAndNotBeyond() {
        assertThat(budget.take(Share.STRANGERS, 60_000)).isTrue();
        assertThat(budget.take(Share.STRANGERS, 40_001)).isFalse();
        assertThat(budget.take(Share.STRANGERS, 40_000)).isTrue();
        assertThat(budget.take(Share.STRANGERS, 1)).isFalse();
        assertThat(budget.held()).isEqualTo(100_000);
        budget.giveBack(Share.STRANGERS, 100_000);
        assertThat(budget.held()).isZero();
        assertThat(budget.take(Share.STRANGERS, 100_000)).isTrue();
    }

    @Test
    void whatStudentsWriteHasRoomWhenNothingElseHas() throws IOException {
        assertThat(budget.take(Share.STRANGERS, WHOLE / 8)).isTrue();
        assertThat(budget.take(Share.OTHERS, WHOLE * 3 / 8)).isTrue();
        try (BoundedBody answer = body(BodyLimits.ANSWERS, 200_000, new MockHttpServletResponse())) {
            assertThat(answer.getInputStream().readAllBytes()).hasSize(200_000);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        try (BoundedBody signIn = body(BodyLimits.SIGN_IN, 100, response)) {
            assertThatThrownBy(() -> signIn.getInputStream().readAllBytes())
                    .isInstanceOfSatisfying(DoorException.class, problem -> {
                        assertThat(problem.status().value()).isEqualTo(503);
                        assertThat(problem.code()).isEqualTo("unavailable");
                    });
        }
        assertThat(response.getHeader("Retry-After")).isEqualTo("2");
        assertThat(refused("busy")).isEqualTo(1);
    }

    /** A refused body holds nothing, and neither does one that is answered. */
    @Test
    void everythingIsGivenBack() throws IOException {
        BoundedBody whole = body(BodyLimits.SIGN_IN, 16 * 1024, new MockHttpServletResponse());
        assertThat(whole.getInputStream().readAllBytes()).hasSize(16 * 1024);
        assertThat(budget.held()).isEqualTo(16 * 1024);
        whole.close();
        assertThat(budget.held()).isZero();
        try (BoundedBody tooLarge = body(BodyLimits.SIGN_IN, 16 * 1024 + 1, new MockHttpServletResponse())) {
            assertThatThrownBy(() -> tooLarge.getInputStream().readAllBytes())
                    .isInstanceOfSatisfying(DoorException.class, problem -> assertThat(problem.code())
                            .isEqualTo("payload_too_large"));
        }
        assertThat(budget.held()).isZero();
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
