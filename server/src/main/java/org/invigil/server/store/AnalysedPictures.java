package org.invigil.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.invigil.rules.signal.TimedSignal;
import org.invigil.server.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the analysed pictures of a sitting looked like, as far as its rows of scores keep it: one a second. */
public final class AnalysedPictures {

    /** A row holds ten frames, which at the lowest rates take half a minute. */
    private static final long LONGEST_ROW_SECONDS = 60;

    private static final String ROWS = "SELECT started_at, " + StoredSignals.COLUMNS + """
             FROM cheat_scores
            WHERE session_id = :session AND session_started_at = :began AND started_at BETWEEN :from AND :to
            """;

    private AnalysedPictures() {}

    /**
     * Those of a span of time, in no order; pictures with too little in them to be told from others are left out.
     *
     * @param sessionStartedAt when the sitting was begun, which says where its rows lie
     * @param from by the server's clock, as {@code to}
     */
    public static List<AnalysedPicture> between(
            JdbcClient jdbc, UUID sessionId, Instant sessionStartedAt, Instant from, Instant to) {
        return jdbc
                .sql(ROWS)
                .param("session", sessionId)
                .param("began", SqlTime.toSql(sessionStartedAt))
                .param("from", SqlTime.toSql(from.minusSeconds(LONGEST_ROW_SECONDS)))
                .param("to", SqlTime.toSql(to))
                .query((row, number) -> pictures(row))
                .list()
                .stream()
                .flatMap(List::stream)
                .filter(picture -> picture.atMillis() >= from.toEpochMilli() && picture.atMillis() <= to.toEpochMilli())
                .toList();
    }

    /** None in a row whose signals are of another analyser's kind. */
    private static List<AnalysedPicture> pictures(ResultSet row) throws SQLException {
        long startMillis = SqlTime.instant(row, "started_at").toEpochMilli();
        try {
            return StoredSignals.read(row, startMillis).frames().stream()
                    .flatMap(AnalysedPictures::picture)
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private static Stream<AnalysedPicture> picture(TimedSignal frame) {
        Long hash = frame.signal().pictureHash();
        return hash == null ? Stream.empty() : Stream.of(new AnalysedPicture(frame.atMillis(), hash));
    }
}
