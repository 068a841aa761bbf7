package org.invigil.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.invigil.server.ServerTest;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ServerTest
class SessionDetailTests {

    @Autowired
    TestPeople people;

    @Test
    void studentAndReviewerReadWhatWasAllowedWhenTheSessionStarted() {
        TestHttp admin = people.admin().http();
        Map<String, Object> exam =
                new HashMap<>(TestPeople.examInput(Instant.now().minusSeconds(60)));
        exam.put("policy", Map.of("may_read_aloud", true, "paper_exam", true));
        JsonNode made = admin.post("/api/exams", exam).json();
        String examId = made.path("exam_id").asString();
        Person student = people.student();
        String path = "/api/sessions/" + people.start(student, UUID.fromString(examId));

        exam.put("policy", Map.of());
        exam.put("questions", asSent(made.path("questions")));
        TestHttp.Answer changed = admin.put("/api/exams/" + examId, exam);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);

        for (TestHttp reader : new TestHttp[] {student.http(), people.proctor().http()}) {
            assertThat(reader.get(path).json().path("accommodations"))
                    .extracting(JsonNode::asString)
                    .containsExactly("paper_exam", "may_read_aloud");
        }
        String later = "/api/sessions/" + people.start(people.student(), UUID.fromString(examId));
        assertThat(admin.get(later).json().path("accommodations")).isEmpty();
    }

    /** Questions as an exam is given them: what the server adds is not taken back. */
    private static List<Map<String, JsonNode>> asSent(JsonNode questions) {
        return questions
                .valueStream()
                .map(question -> Stream.of("question_id", "kind", "prompt", "options")
                        .collect(Collectors.toMap(Function.identity(), question::path)))
                .toList();
    }
}
