package org.invigil.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whether the time was over is the server's to say. */
@ServerTest
class SubmitReasonTests {

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Test
    void timeIsTheReasonOnlyWhenTheTimeIsOver() {
        TestPeople.Person early = people.student();
        UUID exam = people.exam();
        assertThat(submit(early, people.start(early, exam), "time")).isEqualTo("student");

        TestPeople.Person inTime = people.student();
        UUID session = people.start(inTime, exam);
        Instant end = Instant.parse(inTime.http()
                .get("/api/exam/sessions/" + session)
                .json()
                .path("ends_at")
                .asString());
        // The page's clock may be a moment ahead of the server's.
        clock.advance(Duration.between(clock.instant(), end).minusSeconds(2));
        try {
            assertThat(submit(inTime, session, "time")).isEqualTo("time");
        } finally {
            clock.advance(Duration.ofHours(-1));
        }
    }

    private static String submit(TestPeople.Person student, UUID session, String reason) {
        TestHttp.Answer answer =
                student.http().post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", reason));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("submit_reason").asString();
    }
}
