package org.invigil.server.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import org.invigil.server.ServerTest;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What an exam's page is told of its room, by a server that runs. */
@ServerTest
class RoomTests {

    @Autowired
    TestPeople people;

    @Test
    void thePageIsToldWhatThisNodeCanBear() {
        UUID exam = people.exam();
        TestHttp admin = people.admin().http();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var room = admin.get("/api/exams/" + exam + "/room?students=2").json();
            assertThat(room.path("nodes").asInt()).isPositive();
            assertThat(room.path("students").asInt()).isEqualTo(2);
            assertThat(room.path("source").asString()).isEqualTo("given");
            assertThat(room.path("frame_cost_ms").asDouble()).isPositive();
            assertThat(room.path("fps_per_student").asDouble()).isPositive();
            assertThat(room.path("room_for").asInt()).isPositive();
        });
        people.student();
        var everybody = admin.get("/api/exams/" + exam + "/room").json();
        assertThat(everybody.path("source").asString()).isEqualTo("everybody");
        assertThat(everybody.path("students").asInt()).isPositive();
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        TestHttp admin = people.admin().http();
        assertThat(admin.get("/api/exams/" + people.exam() + "/room?students=0").status())
                .isEqualTo(400);
        assertThat(admin.get("/api/exams/" + UUID.randomUUID() + "/room").status())
                .isEqualTo(404);
    }
}
