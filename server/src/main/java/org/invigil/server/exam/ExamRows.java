package org.invigil.server.exam;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads exams and questions inside a transaction that its caller has begun. */
@Component
public class ExamRows {

    private static final TypeReference<List<Question.Option>> OPTIONS = new TypeReference<>() {};

    private final JsonMapper json;

    ExamRows(JsonMapper json) {
        this.json = json;
    }

    /**
     * One exam without its questions.
     *
     * @param policyJson the thresholds that differ from the default
     */
    public record ExamRow(
            UUID examId,
            String title,
            String description,
            Instant opensAt,
            Instant closesAt,
            int durationMinutes,
            String policyJson,
            Instant createdAt,
            Instant updatedAt) {}

    /** The exam, if the transaction's actor may see it. */
    public Optional<ExamRow> find(JdbcClient jdbc, UUID examId) {
        return jdbc.sql("SELECT * FROM exams WHERE id = ?")
                .param(examId)
                .query((row, number) -> exam(row))
                .optional();
    }

    /** The exam's questions that the transaction's actor may see, in their order. */
    public List<Question> questions(JdbcClient jdbc, UUID examId) {
        return jdbc.sql("SELECT id, position, kind, prompt, options FROM questions WHERE exam_id = ? ORDER BY position")
                .param(examId)
                .query((row, number) -> new Question(
                        row.getObject("id", UUID.class),
                        row.getInt("position"),
                        WireNamed.get(Question.Kind.class, row.getString("kind")),
                        row.getString("prompt"),
                        json.readValue(row.getString("options"), OPTIONS)))
                .list();
    }

    private static ExamRow exam(ResultSet row) throws SQLException {
        return new ExamRow(
                row.getObject("id", UUID.class),
                row.getString("title"),
                row.getString("description"),
                SqlTime.instant(row, "opens_at"),
                SqlTime.instant(row, "closes_at"),
                row.getInt("duration_minutes"),
                row.getString("policy"),
                SqlTime.instant(row, "created_at"),
                SqlTime.instant(row, "updated_at"));
    }
}
