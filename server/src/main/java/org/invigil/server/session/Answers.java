package org.invigil.server.session;

import java.util.List;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads answers inside a transaction that its caller has begun. */
@Component
public class Answers {

    private final JsonMapper json;

    Answers(JsonMapper json) {
        this.json = json;
    }

    /** The session's answers that the transaction's actor may see, in the order they were last saved. */
    public List<Answer> of(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql("SELECT question_id, value, revision, saved_at FROM answers WHERE session_id = ?"
                        + " ORDER BY saved_at, question_id")
                .param(sessionId)
                .query((row, number) -> new Answer(
                        row.getObject("question_id", UUID.class),
                        json.readValue(row.getString("value"), Answer.Value.class),
                        row.getLong("revision"),
                        SqlTime.instant(row, "saved_at")))
                .list();
    }
}
