package org.invigil.server.watch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.watch.WatchedTime;
import org.invigil.server.database.SqlTime;
import org.invigil.server.session.ExamSession;
import org.invigil.server.store.IncidentRow;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The SQL of {@code session_watches}, inside transactions that callers have begun: those who write as the server itself. */
public final class WatchRows {

    /** A node that has not written for so long counts no more. */
    static final Duration LEASE = Duration.ofSeconds(25);

    /** At most so much of the time before the first row is counted: of a sitting from before there were rows it is not known. */
    private static final Duration BEFORE_FIRST = Duration.ofMinutes(1);

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /**
     * What nobody has counted until now was an outage. Rows are locked in the order of their sessions, here and below: so nobody waits for
     * somebody who waits for him.
     */
    private static final String TAKE = """
            INSERT INTO session_watches AS w (session_id, student_id, outage_ms, active_since, counted_until, counted_by, leased_until)
            SELECT session_id, student_id, uncounted_ms, active_since, counted_until, counted_by, leased_until
              FROM json_to_recordset(?::json) AS excluded(
                session_id uuid, student_id uuid, uncounted_ms bigint, active_since timestamptz, counted_until timestamptz,
                counted_by uuid, leased_until timestamptz)
            %s
             ORDER BY session_id
            ON CONFLICT (session_id) DO UPDATE SET
                outage_ms = w.outage_ms + greatest(0, (1000 * extract(epoch FROM
                    excluded.counted_until - greatest(w.counted_until, excluded.active_since)))::bigint),
                active_since = excluded.active_since, counted_until = greatest(w.counted_until, excluded.counted_until),
                counted_by = excluded.counted_by, leased_until = excluded.leased_until
            %s
            RETURNING w.*
            """;

    /** Whoever counts nobody's sittings leaves an open incident to the node that goes on with it, or to {@link #takeOrphans}. */
    private static final String IS_FREE = """
            (w.leased_until IS NULL OR w.counted_by IS NOT DISTINCT FROM excluded.counted_by OR w.leased_until < excluded.counted_until)
            AND (excluded.counted_by IS NOT NULL OR w.incident_id IS NULL)""";

    private static final String TAKE_ANY = TAKE.formatted("", "");

    /** An insert locks what it collides with, whatever comes of it: so others' rows are left out before. */
    private static final String TAKE_FREE = TAKE.formatted(
            "WHERE NOT EXISTS (SELECT FROM session_watches w WHERE w.session_id = excluded.session_id AND NOT ("
                    + IS_FREE + "))",
            "WHERE " + IS_FREE);

    private static final String COUNT = """
            WITH told AS (
                SELECT * FROM json_to_recordset(:rows::json) AS row(
                    session_id uuid, watched_ms bigint, no_picture_ms bigint, slow_link_ms bigint, outage_ms bigint,
                    server_full_ms bigint, counted_until timestamptz, leased_until timestamptz, is_last boolean, incident_id uuid,
                    unwatched_since timestamptz, incident_count integer)),
            ours AS MATERIALIZED (
                SELECT session_id FROM session_watches
                 WHERE counted_by = :node AND session_id IN (SELECT session_id FROM told) ORDER BY session_id FOR UPDATE)
            UPDATE session_watches w SET watched_ms = w.watched_ms + told.watched_ms, no_picture_ms = w.no_picture_ms + told.no_picture_ms,
                slow_link_ms = w.slow_link_ms + told.slow_link_ms, outage_ms = w.outage_ms + told.outage_ms,
                server_full_ms = w.server_full_ms + told.server_full_ms, counted_until = told.counted_until,
                counted_by = CASE WHEN told.is_last THEN NULL ELSE w.counted_by END,
                leased_until = CASE WHEN told.is_last THEN NULL ELSE told.leased_until END,
                incident_id = told.incident_id, unwatched_since = told.unwatched_since, incident_count = told.incident_count
              FROM told JOIN ours USING (session_id)
             WHERE w.session_id = told.session_id AND w.counted_by = :node
            RETURNING w.session_id, w.room_refused_at
            """;

    private WatchRows() {}

    /** A row that is taken. */
    record Taken(
            UUID sessionId,
            WatchedTime time,
            int incidentCount,
            @Nullable UUID incidentId,
            @Nullable Instant unwatchedSince,
            @Nullable Instant roomRefusedAt) {

        static Taken of(ResultSet row, int number) throws SQLException {
            return new Taken(
                    row.getObject("session_id", UUID.class),
                    WatchRows.time(row),
                    row.getInt("incident_count"),
                    row.getObject("incident_id", UUID.class),
                    SqlTime.nullableInstant(row, "unwatched_since"),
                    SqlTime.nullableInstant(row, "room_refused_at"));
        }
    }

    /**
     * What a node has counted.
     *
     * @param isLast it counts no more
     * @param isNews {@code unwatched} has begun or ended since it was written last
     * @param incidentId of the open incident, null where there is none
     */
    record Counted(
            UUID sessionId,
            WatchedTime time,
            Instant until,
            boolean isLast,
            boolean isNews,
            @Nullable UUID incidentId,
            @Nullable Instant unwatchedSince,
            int incidentCount) {}

    private record TakeRow(
            UUID sessionId,
            UUID studentId,
            long uncountedMs,
            Instant activeSince,
            Instant countedUntil,
            @Nullable UUID countedBy,
            @Nullable Instant leasedUntil) {

        static TakeRow of(ExamSession active, @Nullable UUID node, Instant now) {
            Duration uncounted = Duration.between(active.statusSince(), now);
            long uncountedMs = Math.clamp(uncounted.toMillis(), 0, BEFORE_FIRST.toMillis());
            return new TakeRow(
                    active.sessionId(),
                    active.studentId(),
                    uncountedMs,
                    active.statusSince(),
                    now,
                    node,
                    node == null ? null : now.plus(LEASE));
        }
    }

    private record CountRow(
            UUID sessionId,
            long watchedMs,
            long noPictureMs,
            long slowLinkMs,
            long outageMs,
            long serverFullMs,
            Instant countedUntil,
            Instant leasedUntil,
            boolean isLast,
            @Nullable UUID incidentId,
            @Nullable Instant unwatchedSince,
            int incidentCount) {

        static CountRow of(Counted counted) {
            WatchedTime time = counted.time();
            return new CountRow(
                    counted.sessionId(),
                    time.watchedMs(),
                    time.noPictureMs(),
                    time.slowLinkMs(),
                    time.outageMs(),
                    time.serverFullMs(),
                    counted.until(),
                    counted.until().plus(LEASE),
                    counted.isLast(),
                    counted.incidentId(),
                    counted.unwatchedSince(),
                    counted.incidentCount());
        }
    }

    /**
     * Makes a node the one that counts these sittings, which are active.
     *
     * @param node null to count what nobody has counted so far, and leave it at that
     * @param isForced also those that another node counts, because their cameras are here now
     * @return those that it has taken
     */
    static List<Taken> take(
            JdbcClient jdbc, Collection<ExamSession> active, @Nullable UUID node, boolean isForced, Instant now) {
        List<TakeRow> rows =
                active.stream().map(session -> TakeRow.of(session, node, now)).toList();
        return jdbc.sql(isForced ? TAKE_ANY : TAKE_FREE)
                .param(JSON.writeValueAsString(rows))
                .query(Taken::of)
                .list();
    }

    /**
     * Adds what this node has counted.
     *
     * @return those that were still this node's to count, with when a camera was refused last
     */
    static Map<UUID, @Nullable Instant> count(JdbcClient jdbc, UUID node, Collection<Counted> counted) {
        Map<UUID, @Nullable Instant> ours = new HashMap<>();
        jdbc.sql(COUNT)
                .param(
                        "rows",
                        JSON.writeValueAsString(
                                counted.stream().map(CountRow::of).toList()))
                .param("node", node)
                .query((row, number) -> ours.put(
                        row.getObject("session_id", UUID.class), SqlTime.nullableInstant(row, "room_refused_at")))
                .list();
        return ours;
    }

    /** There was no room for these sittings' cameras: whichever node counts them has to know. */
    static int refused(JdbcClient jdbc, Collection<UUID> sessionIds, Instant at) {
        return jdbc.sql("""
                        WITH theirs AS MATERIALIZED (
                            SELECT session_id FROM session_watches WHERE session_id = ANY (?) ORDER BY session_id FOR UPDATE)
                        UPDATE session_watches w SET room_refused_at = ? FROM theirs WHERE w.session_id = theirs.session_id""")
                .params(sessionIds.toArray(UUID[]::new), SqlTime.toSql(at))
                .update();
    }

    /** Forgets the open incidents that no node has looked after for a while, and gives them to be closed where counting ended. */
    static List<IncidentRow> takeOrphans(JdbcClient jdbc, Instant now) {
        return jdbc.sql("""
                        WITH orphans AS (
                            SELECT session_id, student_id, incident_id, unwatched_since, counted_until FROM session_watches
                             WHERE incident_id IS NOT NULL AND coalesce(leased_until, counted_until) < ? FOR UPDATE SKIP LOCKED)
                        UPDATE session_watches w SET incident_id = NULL, unwatched_since = NULL
                          FROM orphans WHERE w.session_id = orphans.session_id
                        RETURNING orphans.session_id, orphans.student_id, orphans.incident_id, orphans.unwatched_since, orphans.counted_until""")
                .param(SqlTime.toSql(now.minus(LEASE)))
                .query((row, number) -> incident(
                        row.getObject("incident_id", UUID.class),
                        row.getObject("session_id", UUID.class),
                        row.getObject("student_id", UUID.class),
                        SqlTime.instant(row, "unwatched_since"),
                        SqlTime.instant(row, "counted_until")))
                .list();
    }

    /** A row of {@code incidents}; without points and beyond doubt. */
    static IncidentRow incident(UUID id, UUID sessionId, UUID studentId, Instant startedAt, @Nullable Instant endedAt) {
        Instant ended = endedAt == null || !endedAt.isBefore(startedAt) ? endedAt : startedAt;
        return new IncidentRow(id, sessionId, studentId, Behavior.UNWATCHED.wireName(), startedAt, ended, 1, 100);
    }

    /** How much was watched of those of these sittings of which it was measured, as far as the transaction's actor may see them. */
    public static Map<UUID, Watching> of(JdbcClient jdbc, Collection<UUID> sessionIds) {
        Map<UUID, Watching> watchings = new HashMap<>();
        jdbc.sql("SELECT * FROM session_watches WHERE session_id = ANY (?)")
                .param(sessionIds.toArray(UUID[]::new))
                .query((row, number) -> watchings.put(
                        row.getObject("session_id", UUID.class),
                        Watching.of(time(row), row.getObject("incident_id") != null)))
                .list();
        return watchings;
    }

    /** The same of many sittings together. */
    public static ExamWatching ofAll(JdbcClient jdbc, Collection<UUID> sessionIds) {
        List<WatchedTime> times = jdbc.sql("SELECT * FROM session_watches WHERE session_id = ANY (?)")
                .param(sessionIds.toArray(UUID[]::new))
                .query((row, number) -> time(row))
                .list();
        long mostlyUnwatched = times.stream()
                .filter(time -> time.watchedShare() != null && 2 * time.watchedMs() < time.totalMs())
                .count();
        WatchedTime total = times.stream().reduce(WatchedTime.NONE, WatchedTime::plus);
        return new ExamWatching(times.size(), mostlyUnwatched, Watching.of(total, false));
    }

    /** Those of these sittings that are not watched just now, and since when. */
    public static Map<UUID, Unwatched> unwatched(JdbcClient jdbc, Collection<UUID> sessionIds) {
        Map<UUID, Unwatched> unwatched = new HashMap<>();
        jdbc.sql(
                        "SELECT session_id, unwatched_since FROM session_watches WHERE unwatched_since IS NOT NULL AND session_id = ANY (?)")
                .param(sessionIds.toArray(UUID[]::new))
                .query((row, number) -> unwatched.put(
                        row.getObject("session_id", UUID.class),
                        new Unwatched(SqlTime.instant(row, "unwatched_since"), Behavior.UNWATCHED.alert())))
                .list();
        return unwatched;
    }

    private static WatchedTime time(ResultSet row) throws SQLException {
        return new WatchedTime(
                row.getLong("watched_ms"),
                row.getLong("no_picture_ms"),
                row.getLong("slow_link_ms"),
                row.getLong("outage_ms"),
                row.getLong("server_full_ms"));
    }
}
