package org.invigil.server.devices;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.invigil.server.hints.HintKind;
import org.invigil.server.hints.Hints;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.identity.Device;
import org.invigil.server.problem.FaultLog;
import org.invigil.server.problem.Problem;
import org.invigil.server.session.DeviceRule;
import org.invigil.server.session.ExamSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** On which device each sitting goes on. The newest row of a sitting says it; rows are added, and only lose their network later. */
@Component
public class Devices implements DeviceRule {

    /** So often a sitting moves at once; whoever needs more waits for each. */
    static final int MOVES_AT_ONCE = 10;

    static final Duration BETWEEN_MOVES = Duration.ofMinutes(1);

    /** Who comes back to a device that they left within so long goes to and fro. */
    static final Duration TO_AND_FRO = Duration.ofMinutes(10);

    private static final String TO_AND_FRO_DETAIL = "to_and_fro";

    private static final String RULING = "SELECT DISTINCT ON (session_id) session_id, seq, device_id, browser, since"
            + " FROM session_devices WHERE session_id = ANY (?) ORDER BY session_id, seq DESC";

    private static final String INSERT = """
            INSERT INTO session_devices (session_id, seq, student_id, exam_id, device_id, browser, network, since, reason)
            VALUES (:session, :seq, :student, :exam, :device, :browser, :network, :since, :reason)
                ON CONFLICT (session_id, seq) DO NOTHING""";

    private static final String LEFT_SINCE = """
            SELECT EXISTS (SELECT 1 FROM session_devices d JOIN session_devices next
                              ON next.session_id = d.session_id AND next.seq = d.seq + 1
                            WHERE d.session_id = ? AND d.device_id = ? AND next.since > ?)""";

    private final ActorTransactions transactions;
    private final SharedAddresses addresses;
    private final Hints hints;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final FaultLog faults;
    private final Counter moved;
    private final Counter refused;

    Devices(
            ActorTransactions transactions,
            SharedAddresses addresses,
            Hints hints,
            ApplicationEventPublisher events,
            MeterRegistry meters,
            Clock clock) {
        this.transactions = transactions;
        this.addresses = addresses;
        this.hints = hints;
        this.events = events;
        this.clock = clock;
        this.faults = new FaultLog(LoggerFactory.getLogger(Devices.class), clock);
        this.moved = Counter.builder("invigil.devices.moved")
                .description("sittings that went on on another device")
                .register(meters);
        this.refused = Counter.builder("invigil.devices.refused")
                .description("answers, cameras and windows of a device on which the sitting does not go on")
                .register(meters);
    }

    /**
     * What came of a claim.
     *
     * @param isMoved whether the sitting goes on on this device since now, after another
     */
    public record Claimed(boolean isNew, boolean isMoved) {}

    private record Row(int seq, RulingDevice device) {}

    /**
     * Makes this the device on which the sitting goes on, if there is none or the student says why it moves. Of a sitting whose clock has
     * not started, or that is over, nothing is kept. Inside a transaction that the caller has begun as the student; {@link #told} follows
     * once it has ended well.
     *
     * @param reason why it moves; null to ask without moving
     * @throws DeviceException if it goes on on another one and no reason is given, or has moved often and just now
     */
    public Claimed claim(JdbcClient jdbc, ExamSession session, Device device, @Nullable MoveReason reason) {
        // Claims of one sitting one after the other: the window that is claimed with it must be the same device's.
        // Answers do not wait here.
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(?, 29))")
                .param(session.sessionId().toString())
                .query((row, number) -> true)
                .single();
        return settle(jdbc, session, device, reason);
    }

    private Claimed settle(JdbcClient jdbc, ExamSession session, Device device, @Nullable MoveReason reason) {
        if (session.status().isBeforeStart() || session.isOver()) {
            return new Claimed(false, false);
        }
        Optional<Row> ruling = ruling(jdbc, session.sessionId());
        if (ruling.isPresent() && ruling.get().device().deviceId().equals(device.id())) {
            return new Claimed(false, false);
        }
        if (ruling.isPresent() && reason == null) {
            throw refuse(ruling.get());
        }
        int seq = ruling.map(row -> row.seq() + 1).orElse(1);
        if (ruling.isPresent() && isTooSoon(ruling.get())) {
            refused.increment();
            throw DeviceException.tooManyMoves();
        }
        if (!insert(jdbc, session, device, seq, seq == 1 ? null : reason)) {
            Row faster = ruling(jdbc, session.sessionId()).orElseThrow();
            if (!faster.device().deviceId().equals(device.id())) {
                throw refuse(faster);
            }
            return new Claimed(false, false);
        }
        return new Claimed(true, seq > 1);
    }

    /** Nobody is locked out for good by moves that may not have been theirs. */
    private boolean isTooSoon(Row ruling) {
        return ruling.seq() > MOVES_AT_ONCE
                && now().isBefore(ruling.device().since().plus(BETWEEN_MOVES));
    }

    private DeviceException refuse(Row ruling) {
        refused.increment();
        return DeviceException.otherDevice(ruling.device());
    }

    private boolean insert(JdbcClient jdbc, ExamSession session, Device device, int seq, @Nullable MoveReason reason) {
        return jdbc.sql(INSERT)
                        .param("session", session.sessionId())
                        .param("seq", seq)
                        .param("student", session.studentId())
                        .param("exam", session.examId())
                        .param("device", device.id())
                        .param("browser", device.browser())
                        .param("network", device.network())
                        .param("since", SqlTime.toSql(now()))
                        .param("reason", reason == null ? null : reason.wireName())
                        .update()
                == 1;
    }

    /**
     * Tells everybody of a claim that is stored: the old device's sockets go, staff get their hints. A database that goes away in between
     * takes back neither the claim nor what can be told without it.
     */
    public void told(ExamSession session, Device device, @Nullable MoveReason reason, Claimed claimed) {
        if (claimed.isNew()) {
            events.publishEvent(new DeviceMoved(session.sessionId(), device.id()));
        }
        Instant now = now();
        MoveReason why = claimed.isMoved() ? reason : null;
        if (why != null) {
            moved.increment();
            hints.note(session.sessionId(), HintKind.DEVICE_MOVED, why.wireName(), now);
        }
        try {
            if (why != null && wasLeftLately(session.sessionId(), device.id(), now)) {
                hints.note(session.sessionId(), HintKind.DEVICE_MOVED, TO_AND_FRO_DETAIL, now);
            }
            addresses.seen(session, device, claimed.isNew());
        } catch (DataAccessException | TransactionException e) {
            faults.warn("told", "Whether a device was left just before, and from where it comes, is not known", e);
        }
    }

    private boolean wasLeftLately(UUID sessionId, UUID deviceId, Instant now) {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(LEFT_SINCE)
                .params(sessionId, deviceId, SqlTime.toSql(now.minus(TO_AND_FRO)))
                .query(Boolean.class)
                .single());
    }

    @Override
    public void require(JdbcClient jdbc, ExamSession session, Device device) {
        settle(jdbc, session, device, null);
    }

    /** The same for a socket that is about to be opened: why not, null if nothing speaks against it. Looks and changes nothing. */
    public @Nullable Problem refusal(ExamSession session, Device device) {
        if (session.status().isBeforeStart()) {
            return null;
        }
        RulingDevice ruling = transactions
                .run(Actor.SYSTEM, jdbc -> of(jdbc, List.of(session.sessionId())))
                .get(session.sessionId());
        if (ruling == null || ruling.deviceId().equals(device.id())) {
            return null;
        }
        refused.increment();
        return DeviceException.problem(ruling);
    }

    /**
     * The same once more as the socket is opened, and for the first device that asks the sitting goes on there.
     *
     * @return null if nothing speaks against it
     */
    public @Nullable Problem take(Actor student, ExamSession session, Device device) {
        try {
            Claimed claimed = transactions.run(student, jdbc -> claim(jdbc, session, device, null));
            told(session, device, null, claimed);
            return null;
        } catch (DeviceException e) {
            return Problem.of(e);
        }
    }

    /** On which device each of these sittings goes on, inside a transaction that the caller has begun; one without is missing. */
    public Map<UUID, RulingDevice> of(JdbcClient jdbc, Collection<UUID> sessionIds) {
        Map<UUID, RulingDevice> ruling = new HashMap<>();
        jdbc.sql(RULING)
                .param(sessionIds.toArray(UUID[]::new))
                .query((row, number) -> ruling.put(row.getObject("session_id", UUID.class), row(row).device()))
                .list();
        return ruling;
    }

    private Optional<Row> ruling(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql(RULING)
                .param(new UUID[] {sessionId})
                .query((row, number) -> row(row))
                .optional();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getInt("seq"),
                new RulingDevice(
                        row.getObject("device_id", UUID.class),
                        row.getString("browser"),
                        SqlTime.instant(row, "since")));
    }

    /** The devices of a sitting in the order in which it went on on them, as far as the transaction's actor may see it. */
    public List<SessionDevice> ofSession(JdbcClient jdbc, UUID sessionId) {
        Map<UUID, Integer> numbers = new HashMap<>();
        return jdbc.sql(
                        "SELECT device_id, since, browser, network, reason FROM session_devices WHERE session_id = ? ORDER BY seq")
                .param(sessionId)
                .query((row, line) -> {
                    UUID device = row.getObject("device_id", UUID.class);
                    numbers.putIfAbsent(device, numbers.size() + 1);
                    String reason = row.getString("reason");
                    return new SessionDevice(
                            Objects.requireNonNull(numbers.get(device)),
                            SqlTime.instant(row, "since"),
                            row.getString("browser"),
                            row.getString("network"),
                            reason == null ? null : WireNamed.get(MoveReason.class, reason));
                })
                .list();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
