package org.invigil.server.store;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.identity.LoneStatements;
import org.invigil.server.session.SessionHolds;
import org.springframework.stereotype.Service;

/**
 * Makes the partitions that scores go into, one a day, builds the index of a day that is over anew, and deletes scores and
 * incidents that are too old.
 */
@Service
public class ScoreRetention {

    private static final int MOST_A_TURN = 500;
    private static final Duration LONGEST_REBUILD = Duration.ofHours(1);

    private final ActorTransactions transactions;
    private final LoneStatements loneStatements;
    private final SessionHolds holds;

    ScoreRetention(ActorTransactions transactions, LoneStatements loneStatements, SessionHolds holds) {
        this.transactions = transactions;
        this.loneStatements = loneStatements;
        this.holds = holds;
    }

    /**
     * Makes the partition for the sessions that begin on this day (UTC), and moves into it what had to wait for it.
     *
     * @return false if it is there
     */
    public boolean addPartition(LocalDate day) {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT invigil_add_score_partition(?)")
                .param(day)
                .query(Boolean.class)
                .single());
    }

    /**
     * Builds the index of the oldest day (UTC) before this one anew, unless that has been done. Meanwhile scores are read and
     * written as ever. Does nothing on a PostgreSQL older than 17.
     *
     * @return false if there is nothing to do
     * @throws org.springframework.dao.DataAccessException if it was cut off; the next call tries again
     */
    public boolean rebuildAnIndexOfDaysBefore(LocalDate day) {
        Optional<String> index = transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT invigil_lend_score_index(?)")
                .param(day)
                .query((row, number) -> Optional.ofNullable(row.getString(1)))
                .single());
        if (index.isEmpty()) {
            return false;
        }
        boolean built = false;
        try {
            loneStatements.run("REINDEX INDEX CONCURRENTLY " + index.get(), LONGEST_REBUILD);
            built = true;
        } finally {
            giveBack(index.get(), built);
        }
        return true;
    }

    private void giveBack(String index, boolean built) {
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT invigil_return_score_index(?, ?)")
                .params(index, built)
                .query((row, number) -> true)
                .single());
    }

    /**
     * Deletes the scores of whole days (UTC) that lie before this moment: of all sessions that began on them. A day is a
     * table, so that it costs the same however many rows it has. A day with a session that is held stays whole.
     *
     * @return how many days
     */
    public int deleteScoresOfDaysBefore(Instant moment) {
        LocalDate day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
        String[] heldDays = holds.days();
        int days = 0;
        while (dropOldest(day, heldDays).isPresent()) {
            days++;
        }
        // What never got a partition of its own. Active sessions keep theirs: they are no older than an exam is long.
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "DELETE FROM cheat_scores"
                                + " WHERE session_started_at < ? AND (session_started_at AT TIME ZONE 'UTC')::date <> ALL (CAST(? AS date[]))")
                .params(day.atStartOfDay().atOffset(ZoneOffset.UTC), heldDays)
                .update());
        return days;
    }

    private Optional<LocalDate> dropOldest(LocalDate before, String[] heldDays) {
        return transactions.run(
                Actor.SYSTEM, jdbc -> jdbc.sql("SELECT invigil_drop_score_partition(?, CAST(? AS date[]))")
                        .params(before, heldDays)
                        .query((row, number) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                        .single());
    }

    /** Deletes incidents that began before this moment, none of a session that is held, and returns how many. */
    public int deleteIncidentsBefore(Instant moment) {
        UUID[] held = holds.sessions();
        int deleted = 0;
        int turn;
        do {
            turn = transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                            "DELETE FROM incidents WHERE id IN"
                                    + " (SELECT id FROM incidents WHERE started_at < ? AND session_id <> ALL (?) ORDER BY started_at LIMIT ?)")
                    .params(SqlTime.toSql(moment), held, MOST_A_TURN)
                    .update());
            deleted += turn;
        } while (turn == MOST_A_TURN);
        return deleted;
    }
}
