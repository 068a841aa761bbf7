package org.invigil.server.appeal;

import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.appeal.AppealDecisionController.AppealList;
import org.invigil.server.appeal.AppealRows.Row;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.review.DecidedSittings;
import org.invigil.server.review.DecidedSittings.Named;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The appeals that somebody may see, what is due first; those that are decided with the last one first. A page begins at the
 * place where the one before ended, so that it costs the same wherever it stands, and nothing is skipped when others decide.
 */
@Component
class AppealQueue {

    private static final String OTHERS = """
             FROM appeals a
            WHERE a.status = :status AND a.student_id IS DISTINCT FROM :me AND (CAST(:exam AS uuid) IS NULL OR a.exam_id = :exam)
            """;

    private static final String PAGE = """
            WITH page AS MATERIALIZED (
                SELECT a.* %s AND (%s, a.id) %s (:at, :last) ORDER BY %s LIMIT :limit)
            SELECT a.*, d.outcome,
                   (SELECT count(*) FROM appeal_answers w WHERE w.appeal_id = a.id AND w.body <> '') AS answer_count
              FROM page a
              LEFT JOIN appeal_decisions d ON d.appeal_id = a.id AND d.incident_id IS NULL
             ORDER BY %4$s
            """;

    private static final String DUE_FIRST = PAGE.formatted(OTHERS, "a.answer_until", ">", "a.answer_until, a.id");
    private static final String LAST_FIRST =
            PAGE.formatted(OTHERS, "a.decided_at", "<", "a.decided_at DESC, a.id DESC");

    private final ActorTransactions transactions;
    private final DecidedSittings sittings;
    private final Clock clock;

    AppealQueue(ActorTransactions transactions, DecidedSittings sittings, Clock clock) {
        this.transactions = transactions;
        this.sittings = sittings;
        this.clock = clock;
    }

    /** Where a page ends: when its last appeal is due or was decided, and which it is, as a text that clients hand back. */
    record Place(Instant at, UUID appealId) {

        static final String PATTERN = "[0-9]{1,17}\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

        private static final Place BEFORE_DUE = new Place(Instant.EPOCH, new UUID(0, 0));
        private static final Place BEFORE_LAST = new Place(Instant.parse("9999-12-31T23:59:59Z"), new UUID(-1, -1));

        static Place of(@Nullable String text, AppealState status) {
            if (text == null) {
                return status == AppealState.SENT ? BEFORE_DUE : BEFORE_LAST;
            }
            String[] parts = text.split("\\.", -1);
            return new Place(
                    Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS), UUID.fromString(parts[1]));
        }

        private static Place of(Row row) {
            Instant at = row.status() == AppealState.SENT ? row.answerUntil() : row.decidedAt();
            return new Place(Objects.requireNonNull(at), row.appealId());
        }

        @Override
        public String toString() {
            return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "." + appealId;
        }
    }

    /** One row, and what stands beside it. */
    private record Line(Row row, @Nullable AppealOutcome outcome, int answerCount) {}

    /**
     * A page of the queue.
     *
     * @param examId null for all
     * @param status sent or decided
     * @param after the {@code next} of the page before, null for the first
     */
    AppealList list(Actor actor, @Nullable UUID examId, AppealState status, @Nullable String after, int limit) {
        Instant now = clock.instant();
        Place place = Place.of(after, status);
        return transactions.run(actor, jdbc -> {
            long total = bind(jdbc, "SELECT count(*)" + OTHERS, actor, examId, status)
                    .query(Long.class)
                    .single();
            List<Line> lines = new ArrayList<>(
                    bind(jdbc, status == AppealState.SENT ? DUE_FIRST : LAST_FIRST, actor, examId, status)
                            .param("at", SqlTime.toSql(place.at()))
                            .param("last", place.appealId())
                            .param("limit", limit + 1)
                            .query((row, number) -> {
                                String outcome = row.getString("outcome");
                                return new Line(
                                        AppealRows.row(row, number),
                                        outcome == null ? null : WireNamed.get(AppealOutcome.class, outcome),
                                        row.getInt("answer_count"));
                            })
                            .list());
            boolean hasMore = lines.size() > limit;
            if (hasMore) {
                lines.removeLast();
            }
            List<UUID> sessions =
                    lines.stream().map(line -> line.row().sessionId()).toList();
            Map<UUID, Named> names = sittings.named(jdbc, sessions).stream()
                    .collect(Collectors.toMap(Named::sessionId, Function.identity()));
            Set<UUID> decided = sittings.decidedBy(jdbc, actor.person(), sessions);
            List<AppealSummary> appeals = new ArrayList<>(lines.size());
            for (Line line : lines) {
                Named named = names.get(line.row().sessionId());
                if (named != null) {
                    appeals.add(summary(line, named, decided.contains(named.sessionId()), now));
                }
            }
            return new AppealList(
                    appeals, total, hasMore ? Place.of(lines.getLast().row()).toString() : null);
        });
    }

    private static JdbcClient.StatementSpec bind(
            JdbcClient jdbc, String sql, Actor actor, @Nullable UUID examId, AppealState status) {
        return jdbc.sql(sql)
                .param("status", status.wireName())
                .param("me", actor.userId(), Types.OTHER)
                .param("exam", examId, Types.OTHER);
    }

    private static AppealSummary summary(Line line, Named named, boolean hasDecided, Instant now) {
        Row row = line.row();
        Instant answerUntil = Objects.requireNonNull(row.answerUntil());
        return new AppealSummary(
                row.appealId(),
                row.sessionId(),
                row.examId(),
                named.examTitle(),
                new AppealView.Student(
                        named.student().id(),
                        named.student().username(),
                        named.student().displayName()),
                row.status(),
                Objects.requireNonNull(row.sentAt()),
                answerUntil,
                row.status() == AppealState.SENT && now.isAfter(answerUntil),
                row.decidedAt(),
                line.outcome(),
                line.answerCount(),
                hasDecided);
    }
}
