package org.invigil.server.review;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.sight.LineOfSight;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.TimedSignal;
import org.invigil.server.database.SqlTime;
import org.invigil.server.exam.PolicyReader;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.store.StoredSignals;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where the student looked during an incident, from the signals that are stored. */
@Component
class IncidentSight {

    /** Forty seconds at full rate; a longer incident is told by its beginning. */
    private static final int MOST_ROWS = 120;

    private static final String INCIDENT = """
            SELECT i.session_id, i.started_at, i.ended_at, s.started_at AS session_started_at, s.policy
              FROM incidents i JOIN exam_sessions s ON s.id = i.session_id WHERE i.id = ?""";

    private static final String ROWS = "SELECT started_at, " + StoredSignals.COLUMNS + """
             FROM cheat_scores
             WHERE session_id = :session AND session_started_at = :begun AND ended_at >= :from AND started_at <= :to
             ORDER BY batch_seq LIMIT :most""";

    private final ActorTransactions transactions;

    IncidentSight(ActorTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * The line of sight (head and eyes together) in the middle of what was seen: half of the frames lie to each side of it.
     *
     * @param frames with a head that could be measured; of others there is no angle
     * @param yawDegrees positive to the student's own left; null without such frames
     * @param pitchDegrees positive up; null without such frames
     */
    @Schema(name = "IncidentSight")
    record Sight(
            int frames,
            @Nullable Double yawDegrees,
            @Nullable Double pitchDegrees) {}

    private record Span(UUID sessionId, Instant begun, Instant from, Instant to, Policy policy) {

        static Span of(ResultSet row) throws SQLException {
            Instant from = SqlTime.instant(row, "started_at");
            Instant to = SqlTime.nullableInstant(row, "ended_at");
            return new Span(
                    row.getObject("session_id", UUID.class),
                    SqlTime.instant(row, "session_started_at"),
                    from,
                    to == null ? from.plusSeconds(60) : to,
                    PolicyReader.read(row.getString("policy")));
        }

        boolean holds(TimedSignal frame) {
            return frame.atMillis() >= from.toEpochMilli() && frame.atMillis() <= to.toEpochMilli();
        }
    }

    /**
     * Where the student looked.
     *
     * @throws ReviewException if there is no such incident for this actor
     */
    Sight of(Actor actor, UUID incidentId) {
        return transactions.run(actor, jdbc -> {
            Span span = jdbc.sql(INCIDENT)
                    .param(incidentId)
                    .query((row, number) -> Span.of(row))
                    .optional()
                    .orElseThrow(ReviewException::incidentNotFound);
            List<LineOfSight> looks = looks(jdbc, span);
            return new Sight(
                    looks.size(),
                    median(looks.stream().map(LineOfSight::yawDegrees).toList()),
                    median(looks.stream().map(LineOfSight::pitchDegrees).toList()));
        });
    }

    private static List<LineOfSight> looks(JdbcClient jdbc, Span span) {
        return jdbc
                .sql(ROWS)
                .param("session", span.sessionId())
                .param("begun", SqlTime.toSql(span.begun()))
                .param("from", SqlTime.toSql(span.from()))
                .param("to", SqlTime.toSql(span.to()))
                .param("most", MOST_ROWS)
                .query((row, number) -> frames(row))
                .list()
                .stream()
                .flatMap(List::stream)
                .filter(span::holds)
                .map(TimedSignal::signal)
                .flatMap(signal -> look(signal, span.policy()).stream())
                .toList();
    }

    /** Of an analyser elsewhere, whose signals are its own: none. */
    private static List<TimedSignal> frames(ResultSet row) throws SQLException {
        try {
            return StoredSignals.read(row, SqlTime.instant(row, "started_at").toEpochMilli())
                    .frames();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private static Optional<LineOfSight> look(FrameSignal signal, Policy policy) {
        return Optional.ofNullable(signal.pose()).map(pose -> LineOfSight.of(pose, signal.eyes(), policy.sight()));
    }

    private static @Nullable Double median(List<Double> values) {
        if (values.isEmpty()) {
            return null;
        }
        List<Double> sorted = new ArrayList<>(values);
        sorted.sort(null);
        return Math.rint(sorted.get(sorted.size() / 2) * 10) / 10 + 0.0; // adding 0 makes -0 plain
    }
}
