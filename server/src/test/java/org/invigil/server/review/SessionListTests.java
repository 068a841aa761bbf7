package org.invigil.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestPeople;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ServerTest
class SessionListTests {

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Test
    void pagesAreCutFromTheNewestOn() {
        UUID exam = people.exam();
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            newestFirst.addFirst(people.start(people.student(), exam).toString());
            clock.advance(Duration.ofMillis(10));
        }

        assertThat(page(exam, 2, 0)).isEqualTo(newestFirst.subList(0, 2));
        assertThat(page(exam, 2, 2)).isEqualTo(newestFirst.subList(2, 4));
        assertThat(page(exam, 2, 4)).isEqualTo(newestFirst.subList(4, 5));
        assertThat(page(exam, 2, 6)).isEmpty();
    }

    private List<String> page(UUID exam, int limit, int offset) {
        JsonNode page = people.proctor()
                .http()
                .get("/api/sessions?exam_id=" + exam + "&limit=" + limit + "&offset=" + offset)
                .json();
        assertThat(page.path("total").asLong()).isEqualTo(5);
        return page.path("sessions")
                .valueStream()
                .map(session -> session.path("session_id").asString())
                .toList();
    }
}
