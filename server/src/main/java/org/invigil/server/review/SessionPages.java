package org.invigil.server.review;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.review.SessionFilter.Search;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Cuts the list of sessions into pages. The ids of a page come first; the rest is only read for what is on it. */
@Component
class SessionPages {

    /** Up to so many sessions are looked up by their people and sorted; of more, a page is found by walking the order. */
    private static final long FEW = 2_000;

    private static final String NEWEST = """
            SELECT s.id FROM exam_sessions s WHERE %s
             ORDER BY s.started_at DESC, s.id LIMIT :limit OFFSET :offset
            """;

    /** The running scores are of few sessions, and no index has them: all of them, among the first of those that are over. */
    private static final String HIGHEST = """
            SELECT id FROM (
                (SELECT s.id, s.started_at, s.cheat_score FROM exam_sessions s WHERE s.status IN ('submitted', 'ended') AND %s
                  ORDER BY s.cheat_score DESC, s.started_at DESC, s.id LIMIT :limit + :offset)
                UNION ALL
                SELECT s.id, s.started_at, running.cheat_score
                  FROM unnest(:activeIds, :activeScores) AS running(id, cheat_score) JOIN exam_sessions s ON s.id = running.id
            ) both_kinds
             ORDER BY cheat_score DESC, started_at DESC, id LIMIT :limit OFFSET :offset
            """;

    private final ActorTransactions transactions;
    private final ObjectProvider<DecisionHold> holds;

    SessionPages(ActorTransactions transactions, ObjectProvider<DecisionHold> holds) {
        this.transactions = transactions;
        this.holds = holds;
    }

    /**
     * One page of sessions.
     *
     * @param total of all pages
     */
    record Page(List<SessionSummary> sessions, long total) {}

    Page list(Actor actor, SessionFilter filter, SessionOrder order, int limit, int offset) {
        return transactions.run(actor, jdbc -> {
            long total = filter.bind(
                            jdbc.sql("SELECT count(*) FROM exam_sessions s WHERE " + filter.sql(Search.BY_SESSIONS)))
                    .query(Long.class)
                    .single();
            if (offset >= total) {
                return new Page(List.of(), total);
            }
            String condition = filter.sql(total <= FEW ? Search.BY_PEOPLE : Search.BY_SESSIONS);
            List<UUID> ids = (order == SessionOrder.NEWEST
                            ? filter.bind(jdbc.sql(NEWEST.formatted(condition)))
                            : highest(jdbc, filter, condition))
                    .param("limit", limit)
                    .param("offset", offset)
                    .query(UUID.class)
                    .list();
            Map<UUID, SessionSummary> summaries = SessionSummaries.of(jdbc, ids).stream()
                    .map(summary -> isAnswered(jdbc, actor, summary) ? summary.answered() : summary)
                    .collect(Collectors.toMap(SessionSummary::sessionId, Function.identity()));
            return new Page(
                    ids.stream().map(summaries::get).filter(Objects::nonNull).toList(), total);
        });
    }

    /** Asked of own sittings alone: they are few, and whoever sat them wants to know whether there is something to do. */
    private boolean isAnswered(JdbcClient jdbc, Actor actor, SessionSummary summary) {
        return summary.decision() != null
                && summary.student().id().equals(actor.userId())
                && holds.stream().anyMatch(hold -> hold.isHeld(jdbc, summary.sessionId()));
    }

    private static JdbcClient.StatementSpec highest(JdbcClient jdbc, SessionFilter filter, String condition) {
        List<UUID> active = filter.bind(jdbc.sql("SELECT s.id FROM exam_sessions s"
                        + " WHERE s.status IN ('checking_in', 'waiting', 'active', 'paused') AND " + condition))
                .query(UUID.class)
                .list();
        Map<UUID, SessionSummaries.Running> running = SessionSummaries.running(jdbc, active);
        UUID[] ids = active.toArray(UUID[]::new);
        Double[] scores = active.stream()
                .map(id ->
                        running.getOrDefault(id, SessionSummaries.NOTHING_SEEN).cheatScore())
                .toArray(Double[]::new);
        return filter.bind(jdbc.sql(HIGHEST.formatted(condition)))
                .param("activeIds", ids)
                .param("activeScores", scores);
    }
}
