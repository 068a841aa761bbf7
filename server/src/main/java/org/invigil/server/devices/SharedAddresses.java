package org.invigil.server.devices;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.invigil.server.database.SqlTime;
import org.invigil.server.hints.HintKind;
import org.invigil.server.hints.Hints;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.identity.Device;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

/**
 * From where sittings come. Several students of one exam at one network at once are a hint and no more: a dormitory, a family and a
 * computer room look the same.
 */
@Component
public class SharedAddresses {

    /** So many who came last are looked at; more are as many. */
    private static final int MOST = 100;

    /** What was told lately is not told again for each who comes; the table knows it too. */
    private static final int MOST_TOLD = 10_000;

    /** Beyond the first bound it is told again when so many are reached. */
    private static final int[] STEPS = {5, 10, 25};

    private static final String MOVED = """
            UPDATE session_devices SET network = :network
             WHERE session_id = :session AND seq = (SELECT max(seq) FROM session_devices WHERE session_id = :session)
               AND device_id = :device AND network IS DISTINCT FROM :network""";

    private static final String AT_NETWORK = """
            SELECT d.session_id FROM session_devices d
             WHERE d.exam_id = ? AND d.network = ?
               AND NOT EXISTS (SELECT 1 FROM session_devices later
                                WHERE later.session_id = d.session_id AND later.seq > d.seq)
             ORDER BY d.since DESC LIMIT ?""";

    private final ActorTransactions transactions;
    private final ExamSessions sessions;
    private final Hints hints;
    private final DeviceSettings settings;
    private final List<IpAddressMatcher> known;
    private final Clock clock;
    private final Set<Told> told = ConcurrentHashMap.newKeySet();

    SharedAddresses(
            ActorTransactions transactions, ExamSessions sessions, Hints hints, DeviceSettings settings, Clock clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.hints = hints;
        this.settings = settings;
        this.known =
                settings.knownNetworks().stream().map(IpAddressMatcher::new).toList();
        this.clock = clock;
    }

    private record Told(UUID sessionId, int students) {}

    /**
     * The device on which this sitting goes on comes from this network now. Where that is what is known of it, nobody is looked at: after
     * an outage a whole room comes back.
     */
    void seen(ExamSession session, Device device, boolean isNew) {
        if (session.status().isBeforeStart() || session.isOver()) {
            return;
        }
        List<UUID> there = transactions.run(Actor.SYSTEM, jdbc -> {
            boolean hasMoved = jdbc.sql(MOVED)
                            .param("network", device.network())
                            .param("session", session.sessionId())
                            .param("device", device.id())
                            .update()
                    > 0;
            boolean isToldOf = (isNew || hasMoved) && !isKnown(device.network());
            return isToldOf ? at(jdbc, session.examId(), device.network()) : List.of();
        });
        if (there.size() < settings.sharedAddressFrom()) {
            return;
        }
        List<ExamSession> together =
                sessions.find(there).stream().filter(other -> !other.isOver()).toList();
        int students =
                (int) together.stream().map(ExamSession::studentId).distinct().count();
        if (students >= settings.sharedAddressFrom()) {
            tell(together, students);
        }
    }

    /** Whether nothing is said of who comes from there. What is no address tells nobody apart, either. */
    private boolean isKnown(String network) {
        String address = network.replace("/64", "");
        try {
            return known.stream().anyMatch(one -> one.matches(address));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static List<UUID> at(JdbcClient jdbc, UUID examId, String network) {
        return jdbc.sql(AT_NETWORK)
                .params(examId, network, MOST)
                .query(UUID.class)
                .list();
    }

    /** Everybody there to whom it was not told yet that so many are. */
    private void tell(List<ExamSession> together, int students) {
        int step = IntStream.concat(IntStream.of(settings.sharedAddressFrom()), IntStream.of(STEPS))
                .filter(reached -> reached <= students)
                .max()
                .orElseThrow();
        Instant now = clock.instant();
        String detail = Integer.toString(step);
        if (told.size() > MOST_TOLD) {
            told.clear();
        }
        together.stream()
                .map(ExamSession::sessionId)
                .filter(one -> told.add(new Told(one, step)))
                .forEach(one -> hints.noteOnce(one, HintKind.SHARED_ADDRESS, detail, now));
    }

    /**
     * Forgets from where sittings came that went on on a device before this moment.
     *
     * @return of how many devices
     */
    public int forgetBefore(Instant moment) {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "UPDATE session_devices SET network = NULL WHERE network IS NOT NULL AND since < ?")
                .param(SqlTime.toSql(moment))
                .update());
    }
}
