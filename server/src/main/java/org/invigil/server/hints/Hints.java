package org.invigil.server.hints;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.problem.FaultLog;
import org.invigil.server.session.ExamSessions;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Notes what staff should know of a sitting. What is noted is put into a queue and written by another thread, so that neither a frame
 * nor an answer waits for it. The same of the same kind is counted and not repeated.
 */
@Component
public class Hints implements AutoCloseable {

    /** A longer detail is cut. */
    static final int MOST_DETAIL_CHARS = 200;

    /** Details of one kind in one sitting; what is said beyond them is counted under {@link #OTHERS}. */
    static final int MOST_DETAILS = 20;

    static final String OTHERS = "others";

    private static final int MOST_WAITING = 2_000;
    private static final int MOST_A_TURN = 200;
    private static final long TURN_MILLIS = 500;

    /** One statement a hint: the next sees how many details there are. */
    private static final String COUNT = """
            INSERT INTO session_hints AS known (session_id, student_id, kind, detail, times, first_at, last_at)
            VALUES (:session, :student, :kind,
                    CASE WHEN (SELECT count(*) FROM session_hints h
                                WHERE h.session_id = :session AND h.kind = :kind AND h.detail <> :detail) < :most
                         THEN :detail ELSE :others END,
                    greatest(:times, 1), :first_at, :last_at)
                ON CONFLICT (session_id, kind, detail) DO UPDATE
               SET times = least(known.times::bigint + :times, 1000000)::integer,
                   first_at = least(known.first_at, excluded.first_at), last_at = greatest(known.last_at, excluded.last_at)""";

    private final ActorTransactions transactions;
    private final ExamSessions sessions;
    private final ApplicationEventPublisher events;
    private final FaultLog faults;
    private final BlockingQueue<Noted> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private Map<Key, Span> inHand = new LinkedHashMap<>();

    Hints(ActorTransactions transactions, ExamSessions sessions, ApplicationEventPublisher events, Clock clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.events = events;
        this.faults = new FaultLog(LoggerFactory.getLogger(Hints.class), clock);
    }

    private record Key(UUID sessionId, HintKind kind, String detail) {}

    private record Noted(Key key, Span span) {}

    /** @param times 0 for what is said once and not counted */
    private record Span(int times, Instant first, Instant last) {

        Span and(Span other) {
            return new Span(
                    times + other.times,
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last);
        }
    }

    /**
     * Notes something of a sitting. Returns at once; while the database is away for so long that the queue is full, it is dropped.
     *
     * @param detail what tells it from others of its kind, see {@link Hint}; control characters are taken out, a long one is cut
     * @param at by the server's clock
     */
    public void note(UUID sessionId, HintKind kind, String detail, Instant at) {
        note(sessionId, kind, detail, at, 1);
    }

    /** The same of what stays one thing however often it is noted. */
    public void noteOnce(UUID sessionId, HintKind kind, String detail, Instant at) {
        note(sessionId, kind, detail, at, 0);
    }

    private void note(UUID sessionId, HintKind kind, String detail, Instant at, int times) {
        Key key = new Key(sessionId, kind, storable(detail));
        Instant moment = at.truncatedTo(ChronoUnit.MILLIS);
        if (!waiting.offer(new Noted(key, new Span(times, moment, moment)))) {
            faults.warn("full", "Too many hints wait to be stored: what is noted meanwhile is lost", null);
        }
    }

    private static String storable(String detail) {
        StringBuilder kept = new StringBuilder();
        detail.codePoints()
                .filter(c -> !Character.isISOControl(c) && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE))
                .limit(MOST_DETAIL_CHARS)
                .forEach(kept::appendCodePoint);
        return kept.toString().strip();
    }

    /** Writes what waits. */
    @Scheduled(fixedDelay = TURN_MILLIS)
    synchronized void flush() {
        if (inHand.isEmpty()) {
            inHand = next();
        }
        Set<UUID> stored = new HashSet<>();
        try {
            for (Iterator<Map.Entry<Key, Span>> rest = inHand.entrySet().iterator(); rest.hasNext(); rest.remove()) {
                Map.Entry<Key, Span> hint = rest.next();
                store(hint.getKey(), hint.getValue());
                stored.add(hint.getKey().sessionId());
            }
            tell(stored);
        } catch (DataAccessException | TransactionException e) {
            faults.warn("flush", "Hints cannot be stored just now and are kept", e);
        }
    }

    private Map<Key, Span> next() {
        List<Noted> taken = new ArrayList<>();
        waiting.drainTo(taken, MOST_A_TURN);
        Map<Key, Span> counted = new LinkedHashMap<>();
        taken.forEach(noted -> counted.merge(noted.key(), noted.span(), Span::and));
        return counted;
    }

    /** Of a session that was deleted meanwhile nothing is noted, and it costs the others nothing. */
    private void store(Key key, Span span) {
        try {
            sessions.find(key.sessionId())
                    .ifPresent(session ->
                            transactions.run(Actor.SYSTEM, jdbc -> count(jdbc, key, session.studentId(), span)));
        } catch (DataIntegrityViolationException e) {
            faults.warn("refused", "The database refuses a hint", e);
        }
    }

    private void tell(Set<UUID> stored) {
        if (!stored.isEmpty()) {
            transactions
                    .run(Actor.SYSTEM, jdbc -> kinds(jdbc, stored))
                    .forEach((id, kinds) -> events.publishEvent(new HintNoted(id, kinds)));
        }
    }

    private static int count(JdbcClient jdbc, Key key, UUID student, Span span) {
        return jdbc.sql(COUNT)
                .param("session", key.sessionId())
                .param("student", student)
                .param("kind", key.kind().wireName())
                .param("detail", key.detail())
                .param("most", MOST_DETAILS)
                .param("others", OTHERS)
                .param("times", span.times())
                .param("first_at", SqlTime.toSql(span.first()))
                .param("last_at", SqlTime.toSql(span.last()))
                .update();
    }

    /** What is left when the server stops. */
    @Override
    public void close() {
        flush();
    }

    /** What is noted of a sitting, oldest first, as far as the transaction's actor may see it. */
    public List<Hint> ofSession(JdbcClient jdbc, UUID sessionId) {
        return jdbc
                .sql("SELECT kind, detail, times, first_at, last_at FROM session_hints WHERE session_id = ?"
                        + " ORDER BY first_at, kind, detail")
                .param(sessionId)
                .query((row, number) -> hint(row))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty for a kind that only a node of a newer version knows. */
    private static Optional<Hint> hint(ResultSet row) throws SQLException {
        String detail = row.getString("detail");
        int times = row.getInt("times");
        Instant first = SqlTime.instant(row, "first_at");
        Instant last = SqlTime.instant(row, "last_at");
        return WireNamed.find(HintKind.class, row.getString("kind"))
                .map(kind -> new Hint(kind, detail, times, first, last));
    }

    /** The names of the kinds of what is noted of each of these sittings, in order; one of which nothing is noted is missing. */
    public Map<UUID, List<String>> kinds(JdbcClient jdbc, Collection<UUID> sessionIds) {
        Map<UUID, List<String>> kinds = new HashMap<>();
        jdbc.sql("SELECT DISTINCT session_id, kind FROM session_hints WHERE session_id = ANY (?) ORDER BY kind")
                .param(sessionIds.toArray(UUID[]::new))
                .query((row, number) -> kinds.computeIfAbsent(
                                row.getObject("session_id", UUID.class), id -> new ArrayList<>())
                        .add(row.getString("kind")))
                .list();
        return kinds;
    }
}
