package org.invigil.bench.load;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** An exam of one's own that is open now, and students who are made for it. */
public final class ExamRoom {

    private final Api admin;
    private final String examId;

    private ExamRoom(Api admin, String examId) {
        this.admin = admin;
        this.examId = examId;
    }

    /** A student who sits the exam; {@code session} is what starting it was answered with. */
    public record Seat(Api api, JsonNode session) {

        public String sessionId() {
            return session.path("session_id").asString();
        }
    }

    /** Students of the bench show a clip again and again, and would rightly be told to. */
    private static final Map<String, Object> POLICY =
            Map.of("behaviors", Map.of("camera_replayed", Map.of("enabled", false)));

    /** An exam of so many questions for a text. */
    public static ExamRoom open(Api admin, String title, int questions) throws IOException, InterruptedException {
        Instant now = Instant.now();
        Map<String, Object> question = Map.of("kind", "text", "prompt", "What did you do today?", "options", List.of());
        String examId = admin.post(
                        "/api/exams",
                        Map.of(
                                "title",
                                title,
                                "description",
                                "",
                                "opens_at",
                                now.minusSeconds(60).toString(),
                                "closes_at",
                                now.plusSeconds(86_400).toString(),
                                "duration_minutes",
                                600,
                                "policy",
                                POLICY,
                                "questions",
                                Collections.nCopies(questions, question)))
                .path("exam_id")
                .asString();
        return new ExamRoom(admin, examId);
    }

    /** A new student, signed in there and sitting the exam. */
    public Seat seat(URI base, String username) throws IOException, InterruptedException {
        String password = UUID.randomUUID().toString();
        admin.post(
                "/api/profiles",
                Map.of(
                        "username",
                        username,
                        "display_name",
                        username,
                        "roles",
                        List.of("student"),
                        "password",
                        password));
        Api api = Api.signIn(base, username, password);
        return new Seat(
                api,
                api.post(
                        "/api/exam/start",
                        Map.of("exam_id", examId, "consent", Map.of("version", "1", "accepted", true))));
    }
}
