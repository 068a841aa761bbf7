package org.invigil.server.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes answers inside a transaction that its caller has begun. */
@Component
public class Answers {

    private static final String SELECT = "SELECT question_id, value, version, saved_at FROM answers ";

    private final JsonMapper json;

    Answers(JsonMapper json) {
        this.json = json;
    }

    /**
     * A write that replaces one known answer, and no other.
     *
     * @param version of this write, the same when it is tried again
     * @param buildsOn the version that its writer knows as stored, null for none
     */
    record Write(
            UUID questionId,
            Answer.Value value,
            UUID version,
            @Nullable UUID buildsOn) {}

    /** The session's answers that the transaction's actor may see, in the order they were last saved. */
    public List<Answer> of(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql(SELECT + "WHERE session_id = ? ORDER BY saved_at, question_id")
                .param(sessionId)
                .query((row, number) -> answer(row))
                .list();
    }

    /**
     * Stores the answer if nothing is stored, or what the write builds on. Check and write are one statement, which holds
     * the row until the transaction ends.
     *
     * @return what is stored now: the write's value, or another that the writer did not know
     */
    Answer write(JdbcClient jdbc, UUID sessionId, UUID studentId, Write write, Instant now) {
        jdbc.sql("""
                        INSERT INTO answers (session_id, question_id, student_id, value, version, saved_at)
                        VALUES (:session, :question, :student, CAST(:value AS jsonb), :version, :now)
                        ON CONFLICT (session_id, question_id) DO UPDATE
                        SET value = excluded.value, version = excluded.version,
                            saved_at = greatest(excluded.saved_at, answers.saved_at + interval '1 millisecond')
                        WHERE answers.version = CAST(:builds_on AS uuid)""")
                .param("session", sessionId)
                .param("question", write.questionId())
                .param("student", studentId)
                .param("value", json.writeValueAsString(write.value()))
                .param("version", write.version())
                .param("now", SqlTime.toSql(now))
                .param("builds_on", write.buildsOn())
                .update();
        return jdbc.sql(SELECT + "WHERE session_id = ? AND question_id = ?")
                .params(sessionId, write.questionId())
                .query((row, number) -> answer(row))
                .single();
    }

    private Answer answer(ResultSet row) throws SQLException {
        return new Answer(
                row.getObject("question_id", UUID.class),
                json.readValue(row.getString("value"), Answer.Value.class),
                row.getObject("version", UUID.class),
                SqlTime.instant(row, "saved_at"));
    }
}
