package org.invigil.server.evidence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.problem.FaultLog;
import org.invigil.server.session.ExamSession;
import org.invigil.server.store.ScoreListener;
import org.invigil.server.store.ScoreUpdate;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which clips were asked for, and what came of each. What an answer to a frame asks for is put into a queue and written by
 * another thread, so that no frame waits for the database; if it is away for so long that the queue is full, what is asked for
 * meanwhile is not noted, and the clip itself is taken as one that nobody has asked for.
 */
@Component
public class ClipRequests implements ScoreListener, AutoCloseable {

    /** For so long after its end a sitting takes clips. */
    static final Duration UPLOADS_AFTER_END = Duration.ofMinutes(30);

    /** Half an hour of 300 students of whom each is asked for twenty clips an hour. */
    static final int MOST_WAITING = 3_000;

    private static final int MOST_A_TURN = 500;
    private static final long TURN_MILLIS = 500;

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private static final String INSERT = """
            INSERT INTO clip_requests (id, session_id, student_id, behavior, event_at, asked_at, event_captured_at)
            SELECT id, session_id, student_id, behavior, event_at, asked_at, event_captured_at
              FROM json_to_recordset(?::json) AS row(
                   id uuid, session_id uuid, student_id uuid, behavior text, event_at timestamptz, asked_at timestamptz,
                   event_captured_at timestamptz)
                ON CONFLICT (id) DO NOTHING""";

    /** Of clips that were faster than their requests. */
    private static final String CAME_BEFORE = """
            UPDATE clip_requests r SET fate = 'sent', reason = NULL, decided_at = v.uploaded_at
              FROM video_metadata v
             WHERE v.id = r.id AND v.session_id = r.session_id AND r.id = ANY (?) AND r.fate IS DISTINCT FROM 'sent'""";

    private static final String SENT = """
            UPDATE clip_requests SET fate = 'sent', reason = NULL, decided_at = :at
             WHERE id = :id AND session_id = :session""";

    private static final String FIND = """
            SELECT session_id, behavior, event_at, event_captured_at FROM clip_requests WHERE id = ?""";

    private static final String FAILED = """
            UPDATE clip_requests SET fate = :fate, reason = :reason, decided_at = :at
             WHERE id = :id AND session_id = :session AND student_id = :student AND fate IS DISTINCT FROM 'sent'""";

    private static final String OF_SESSION =
            "SELECT id, behavior, event_at, fate, reason FROM clip_requests WHERE session_id = ? ORDER BY event_at, id";

    private final ActorTransactions transactions;
    private final Clock clock;
    private final FaultLog faults;
    private final BlockingQueue<Asked> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private List<Asked> inHand = List.of();

    ClipRequests(ActorTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
        this.faults = new FaultLog(LoggerFactory.getLogger(ClipRequests.class), clock);
    }

    private record Asked(
            UUID id,
            UUID sessionId,
            UUID studentId,
            String behavior,
            Instant eventAt,
            Instant askedAt,
            @Nullable Instant eventCapturedAt) {}

    /**
     * What a clip was asked for.
     *
     * @param eventAt the moment that it is to show, by the server's clock
     * @param eventCapturedAt the same by the clock of the page; null where that is no time at all, and from before that was noted
     */
    record Moment(
            UUID sessionId,
            String behavior,
            Instant eventAt,
            @Nullable Instant eventCapturedAt) {}

    @Override
    public void clipAsked(
            ExamSession session,
            UUID clipId,
            String behavior,
            Instant eventAt,
            Instant eventCapturedAt,
            Instant askedAt) {
        Instant told = SqlTime.isStorable(eventCapturedAt) ? eventCapturedAt : null; // a page may say anything
        if (!waiting.offer(
                new Asked(clipId, session.sessionId(), session.studentId(), behavior, eventAt, askedAt, told))) {
            faults.warn("full", "Too many wait to be stored: which clips are asked for is not noted", null);
        }
    }

    @Override
    public void connected(ExamSession session) {}

    @Override
    public void disconnected(UUID sessionId) {}

    @Override
    public void moved(ExamSession session) {}

    @Override
    public void scored(ExamSession session, ScoreUpdate update) {}

    /** Writes what waits, one statement a turn. */
    @Scheduled(fixedDelay = TURN_MILLIS)
    synchronized void flush() {
        if (inHand.isEmpty()) {
            List<Asked> next = new ArrayList<>();
            waiting.drainTo(next, MOST_A_TURN);
            inHand = next;
        }
        if (inHand.isEmpty()) {
            return;
        }
        try {
            write(inHand);
            inHand = List.of();
        } catch (DataIntegrityViolationException e) {
            inHand.forEach(this::writeAlone);
            inHand = List.of();
        } catch (DataAccessException | TransactionException e) {
            faults.warn("flush", "Which clips were asked for cannot be stored just now and is kept", e);
        }
    }

    private void write(List<Asked> requests) {
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(INSERT)
                .param(JSON.writeValueAsString(requests))
                .update());
        UUID[] ids = requests.stream().map(Asked::id).toArray(UUID[]::new);
        // Once the requests are there for everybody to see, so that a clip that comes meanwhile is not missed.
        cameBefore(ids);
    }

    /**
     * Clips that are stored and requests that are stored find each other, whichever was first. Whoever stores either calls this once that
     * is there for everybody to see: of two at the same time the later one sees both.
     *
     * @return how many clips are to be checked for it
     */
    int cameBefore(UUID... ids) {
        return transactions.run(Actor.SYSTEM, jdbc -> {
            jdbc.sql(CAME_BEFORE).param(ids).update();
            return ClipChecks.nowRequested(jdbc, ids, clock.instant());
        });
    }

    /** Of a session that was deleted meanwhile nothing is noted, and it costs the others nothing. */
    private void writeAlone(Asked request) {
        try {
            write(List.of(request));
        } catch (DataAccessException | TransactionException e) {
            faults.warn("refused", "The database refuses to note a clip that was asked for", e);
        }
    }

    /** What is left when the server stops. */
    @Override
    public void close() {
        flush();
    }

    /** What the clip of this id was asked for, and of whom, if that is stored and the transaction's actor may see it. */
    static Optional<Moment> find(JdbcClient jdbc, UUID clipId) {
        return jdbc.sql(FIND)
                .param(clipId)
                .query((row, number) -> new Moment(
                        row.getObject("session_id", UUID.class),
                        row.getString("behavior"),
                        SqlTime.instant(row, "event_at"),
                        row.getObject("event_captured_at") == null ? null : SqlTime.instant(row, "event_captured_at")))
                .optional();
    }

    /** The same, whoever it concerns, of what still waits here too. */
    Optional<Moment> findNoted(UUID clipId) {
        Optional<Moment> stored = transactions.run(Actor.SYSTEM, jdbc -> find(jdbc, clipId));
        if (stored.isPresent()) {
            return stored;
        }
        flush();
        return transactions.run(Actor.SYSTEM, jdbc -> find(jdbc, clipId));
    }

    /** The clip is stored: in the transaction that has stored it, as the server itself. */
    static void sent(JdbcClient jdbc, Clip clip) {
        jdbc.sql(SENT)
                .param("id", clip.id())
                .param("session", clip.sessionId())
                .param("at", SqlTime.toSql(clip.uploadedAt()))
                .update();
    }

    /** A clip that was asked for came and was refused for good. One that nobody asked for leaves no trace. */
    void refused(UUID sessionId, UUID clipId, Actor student, String code) {
        fail(sessionId, clipId, student, ClipFate.REFUSED, code);
    }

    /** The page says that it cannot send a clip that was asked for. */
    void lost(UUID sessionId, UUID clipId, Actor student, String why) {
        fail(sessionId, clipId, student, ClipFate.LOST, why);
    }

    private void fail(UUID sessionId, UUID clipId, Actor student, ClipFate fate, String reason) {
        flush(); // it may wait here still
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(FAILED)
                .param("fate", fate.wireName())
                .param("reason", reason)
                .param("at", SqlTime.toSql(clock.instant().truncatedTo(ChronoUnit.MILLIS)))
                .param("id", clipId)
                .param("session", sessionId)
                .param("student", student.person())
                .update());
    }

    /**
     * What the sitting's page was asked for, oldest first, as far as the transaction's actor may see it.
     *
     * @param overSince when the sitting came to its end, null while it runs
     */
    public List<ClipRequest> ofSession(JdbcClient jdbc, UUID sessionId, @Nullable Instant overSince) {
        boolean isClosed = overSince != null && clock.instant().isAfter(overSince.plus(UPLOADS_AFTER_END));
        ClipFate undecided = isClosed ? ClipFate.NEVER_SENT : ClipFate.AWAITED;
        return jdbc.sql(OF_SESSION)
                .param(sessionId)
                .query((row, number) -> ClipRequest.of(row, undecided))
                .list();
    }
}
