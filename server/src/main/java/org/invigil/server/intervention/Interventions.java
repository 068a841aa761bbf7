package org.invigil.server.intervention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.rules.sitting.SittingState;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.identity.DisplayNames;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.session.SittingControl;
import org.invigil.server.session.SittingSnapshots;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Steps in, and keeps what was done. */
@Service
public class Interventions {

    /** Kept of one session; far more than anybody does to one. */
    static final int MOST = 200;

    private static final String SELECT = """
            SELECT id, session_id, kind, reason, note, minutes, done_at, done_by
              FROM interventions
            """;

    private final ActorTransactions transactions;
    private final ExamSessions sessions;
    private final SittingControl control;
    private final SittingSnapshots sittings;
    private final Clock clock;

    Interventions(
            ActorTransactions transactions,
            ExamSessions sessions,
            SittingControl control,
            SittingSnapshots sittings,
            Clock clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.control = control;
        this.sittings = sittings;
        this.clock = clock;
    }

    /**
     * What is to be done.
     *
     * @param note null for none; needed where the reason is {@link Reason#OTHER}
     * @param minutes of more time, null for every other kind
     */
    record Wish(
            InterventionKind kind,
            Reason reason,
            @Nullable String note,
            @Nullable Integer minutes) {

        String words() {
            return Intervention.words(kind, reason, minutes) + (note == null ? "" : " " + note);
        }
    }

    /**
     * Does it, or says why it cannot be done.
     *
     * @throws InterventionException if the session is not this actor's to change, or does not stand so that this can follow
     */
    Intervention stepIn(Actor actor, UUID sessionId, Wish wish) {
        UUID id = UUID.randomUUID();
        double score = wish.kind() == InterventionKind.END ? settle(actor, sessionId) : 0;
        record Outcome(Intervention intervention, SittingControl.Done done) {}
        Outcome outcome =
                transactions.runThenAsSystem(actor, jdbc -> requireAllowed(jdbc, sessionId), (jdbc, allowed) -> {
                    ExamSession kept = control.keep(jdbc, sessionId).orElseThrow(InterventionException::notFound);
                    SittingControl.Done done = act(jdbc, actor, kept, wish, score);
                    insert(jdbc, id, actor, kept, wish);
                    return new Outcome(listed(jdbc, "WHERE id = ?", id).getFirst(), done);
                });
        control.publish(outcome.done());
        return outcome.intervention();
    }

    /** The score of a sitting that this actor may end and that is not over. */
    private double settle(Actor actor, UUID sessionId) {
        transactions.run(actor, jdbc -> requireAllowed(jdbc, sessionId));
        ExamSession session = sessions.find(sessionId).orElseThrow(InterventionException::notFound);
        if (session.isOver()) {
            throw InterventionException.notPossible(InterventionKind.END, session.status());
        }
        return control.settle(session);
    }

    private static boolean requireAllowed(JdbcClient jdbc, UUID sessionId) {
        if (!SittingControl.mayStepIn(jdbc, sessionId)) {
            throw InterventionException.notFound();
        }
        return true;
    }

    /** @param score of a sitting that is to be ended */
    private SittingControl.Done act(JdbcClient jdbc, Actor actor, ExamSession kept, Wish wish, double score) {
        SittingState state = kept.status();
        if (wish.kind() == InterventionKind.MORE_TIME) {
            if (state.isOver() || wish.minutes() == null) {
                throw InterventionException.notPossible(wish.kind(), state);
            }
            return control.extend(jdbc, kept.sessionId(), Duration.ofMinutes(wish.minutes()));
        }
        SittingState to =
                switch (wish.kind()) {
                    case PAUSE -> SittingState.PAUSED;
                    case RESUME, MORE_TIME -> SittingState.ACTIVE;
                    case END -> SittingState.ENDED;
                };
        // To active leads the way of admission, too.
        if (!state.canBecome(to) || (to == SittingState.ACTIVE && state != SittingState.PAUSED)) {
            throw InterventionException.notPossible(wish.kind(), state);
        }
        return wish.kind() == InterventionKind.END
                ? control.end(jdbc, kept, actor, wish.words(), score)
                : control.move(jdbc, kept, to, actor, wish.words());
    }

    private void insert(JdbcClient jdbc, UUID id, Actor actor, ExamSession kept, Wish wish) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        // The session is kept: nobody else counts at the same time.
        int inserted = jdbc.sql("""
                        INSERT INTO interventions (id, session_id, seq, student_id, kind, category, reason, note, minutes, done_at, done_by)
                        SELECT :id, :session, n + 1, :student, :kind, :category, :reason, :note, CAST(:minutes AS integer), :now, :by
                        FROM (SELECT coalesce(max(seq), 0) AS n FROM interventions WHERE session_id = :session) AS before
                        WHERE n < :most""")
                .param("id", id)
                .param("session", kept.sessionId())
                .param("student", kept.studentId())
                .param("kind", wish.kind().wireName())
                .param("category", wish.reason().category().wireName())
                .param("reason", wish.reason().wireName())
                .param("note", wish.note())
                .param("minutes", wish.minutes())
                .param("now", SqlTime.toSql(now))
                .param("by", actor.person())
                .param("most", MOST)
                .update();
        if (inserted == 0) {
            throw InterventionException.tooMany(MOST);
        }
    }

    /**
     * Everything that was done to a session, oldest first.
     *
     * @throws InterventionException if the session is not this actor's to see
     */
    List<Intervention> of(Actor actor, UUID sessionId) {
        return transactions.run(actor, jdbc -> {
            if (sittings.of(jdbc, List.of(sessionId)).isEmpty()) {
                throw InterventionException.notFound();
            }
            return listed(jdbc, "WHERE session_id = ? ORDER BY seq", sessionId);
        });
    }

    /** With the names of those whom the transaction's actor may see. */
    private static List<Intervention> listed(JdbcClient jdbc, String which, UUID id) {
        List<Intervention> found = jdbc.sql(SELECT + which)
                .param(id)
                .query((row, number) -> Intervention.of(row))
                .list();
        Map<UUID, String> names = DisplayNames.of(
                jdbc, found.stream().map(Intervention::doneBy).distinct().toList());
        return found.stream().map(one -> one.by(names)).toList();
    }

    /** The last of each of these sessions, inside a transaction that the caller has begun; one that has none is missing. */
    public static Map<UUID, Intervention> last(JdbcClient jdbc, Collection<UUID> sessionIds) {
        Map<UUID, Intervention> last = new HashMap<>();
        jdbc.sql("""
                        SELECT DISTINCT ON (session_id) id, session_id, kind, reason, note, minutes, done_at, done_by
                          FROM interventions WHERE session_id = ANY (?) ORDER BY session_id, seq DESC""")
                .param(sessionIds.toArray(UUID[]::new))
                .query((row, number) -> last.put(row.getObject("session_id", UUID.class), Intervention.of(row)))
                .list();
        return last;
    }
}
