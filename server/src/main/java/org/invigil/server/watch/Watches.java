package org.invigil.server.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.UnwatchedCause;
import org.invigil.rules.watch.LinkReport;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.nodes.Doorbell;
import org.invigil.server.nodes.Nodes;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.session.SessionMoved;
import org.invigil.server.session.SessionOver;
import org.invigil.server.session.SessionStarted;
import org.invigil.server.session.StudentHeard;
import org.invigil.server.store.IncidentRow;
import org.invigil.server.store.ScoreListener;
import org.invigil.server.store.ScoreSink;
import org.invigil.server.store.ScoreSinkThread;
import org.invigil.server.store.ScoreUpdate;
import org.invigil.server.store.ScoreWrite;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The sittings that this node hears of, and how each is watched. What it is told of never blocks. */
@Component
public class Watches implements ScoreListener, SmartLifecycle {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration WRITE = Duration.ofSeconds(2);

    /** Each row is written so often, and at once when {@code unwatched} begins or ends. */
    private static final long FLUSH_MILLIS = 10_000;

    private final Map<UUID, SittingWatch> watches = new ConcurrentHashMap<>();
    private final Set<UUID> refused = ConcurrentHashMap.newKeySet();
    private final ExamSessions sessions;
    private final ActorTransactions transactions;
    private final UUID node;
    private final ScoreSink sink;
    private final CameraStart start;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private volatile @Nullable Doorbell ticks;
    private volatile @Nullable Doorbell writes;

    @Autowired
    Watches(
            ExamSessions sessions,
            ActorTransactions transactions,
            Nodes nodes,
            ScoreSinkThread sinkThread,
            CameraStart start,
            ApplicationEventPublisher events,
            Clock clock) {
        this(sessions, transactions, nodes.id(), sinkThread, start, events, clock);
    }

    Watches(
            ExamSessions sessions,
            ActorTransactions transactions,
            UUID node,
            ScoreSinkThread sinkThread,
            CameraStart start,
            ApplicationEventPublisher events,
            Clock clock) {
        this.sessions = sessions;
        this.transactions = transactions;
        this.node = node;
        this.sink = sinkThread.sink();
        this.start = start;
        this.events = events;
        this.clock = clock;
    }

    /** Something came in on the camera's socket, whatever it is. */
    public void heard(UUID sessionId, long atMillis) {
        with(sessionId, watch -> watch.heard(atMillis));
    }

    /** The student's page told how its line and camera are. */
    public void reported(UUID sessionId, long atMillis, LinkReport report) {
        with(sessionId, watch -> watch.reported(atMillis, report));
    }

    /**
     * A frame came in.
     *
     * @param capturedMillis when it was taken, by its sender's clock
     * @param askedFps frames a second that the server asks for now
     */
    public void arrived(UUID sessionId, long atMillis, long capturedMillis, double askedFps) {
        with(sessionId, watch -> watch.arrived(atMillis, capturedMillis, askedFps));
    }

    /** A frame that had come in could not be decoded. */
    public void undecodable(UUID sessionId, long arrivedAtMillis) {
        with(sessionId, watch -> watch.undecodable(arrivedAtMillis));
    }

    /** Why there was a gap before a frame that is about to be scored; null where there was none, or it cannot be told. */
    public @Nullable UnwatchedCause causeOfGap(UUID sessionId, long arrivedAtMillis) {
        SittingWatch watch = watches.get(sessionId);
        return watch == null ? null : watch.causeOfGap(arrivedAtMillis);
    }

    /** Whether {@code unwatched} is open. */
    public boolean isUnwatched(UUID sessionId) {
        SittingWatch watch = watches.get(sessionId);
        return watch != null && watch.isUnwatched();
    }

    /** There was no room for the camera of this sitting. */
    public void noRoom(ExamSession session) {
        Instant now = clock.instant();
        with(session, watch -> watch.refused(now.toEpochMilli()));
        refused.add(session.sessionId());
        if (CameraStart.waitsForCamera(session)) {
            start.ready(session.sessionId());
            ring(writes);
        }
    }

    @Override
    public void connected(ExamSession session) {
        with(session, watch -> watch.connected(clock.millis()));
        ring(writes);
    }

    @Override
    public void disconnected(UUID sessionId) {
        with(sessionId, watch -> watch.disconnected(clock.millis()));
    }

    @Override
    public void moved(ExamSession session) {
        with(session.sessionId(), watch -> watch.stands(session, clock.millis()));
        ring(writes);
    }

    @Override
    public void scored(ExamSession session, ScoreUpdate update) {
        boolean isUsable = update.presence() != Presence.UNKNOWN;
        with(session.sessionId(), watch -> {
            watch.judged(update.at().toEpochMilli(), isUsable);
            watch.scored(update);
            if (isUsable && session.status().isBeforeStart() && watch.beginsWithCamera()) {
                start.ready(session.sessionId());
                ring(writes);
            }
        });
    }

    @EventListener
    void heard(StudentHeard event) {
        if (!event.isCamera() && !event.session().isOver()) {
            with(event.session(), watch -> watch.pageHeard(event.at().toEpochMilli()));
        }
    }

    @EventListener
    void started(SessionStarted event) {
        moved(event.session());
    }

    @EventListener
    void moved(SessionMoved event) {
        moved(event.session());
    }

    @EventListener
    void over(SessionOver event) {
        moved(event.session());
    }

    /** Also of one that is not known here yet. In one step: what is forgotten meanwhile was not told of it. */
    private void with(ExamSession session, Consumer<SittingWatch> what) {
        watches.compute(session.sessionId(), (id, known) -> {
            SittingWatch watch = known == null ? new SittingWatch(session, clock.millis(), this::store) : known;
            what.accept(watch);
            return watch;
        });
    }

    private void with(UUID sessionId, Consumer<SittingWatch> what) {
        SittingWatch watch = watches.get(sessionId);
        if (watch != null) {
            what.accept(watch);
        }
    }

    private void store(IncidentRow incident) {
        sink.offer(new ScoreWrite.Incidents(incident));
        ring(writes);
    }

    /** Counts the time since the last tick, and tells whoever looks on. */
    void tick() {
        watches.values().forEach(watch -> tell(watch.tick(clock.millis())));
    }

    private void tell(@Nullable WatchChanged changed) {
        if (changed != null) {
            events.publishEvent(changed);
        }
    }

    /** Begins what can begin, and writes down what was counted. */
    synchronized void write() {
        start.turn();
        if (watches.isEmpty()) {
            return;
        }
        sessions.find(Set.copyOf(watches.keySet()))
                .forEach(session -> with(session.sessionId(), watch -> watch.stands(session, clock.millis())));
        Instant now = clock.instant();
        take(now, true);
        take(now, false);
        storeRefusals(now);
        flush(now);
    }

    private void take(Instant now, boolean withCamera) {
        List<ExamSession> wanted = watches.values().stream()
                .filter(watch ->
                        watch.hasCamera(now.toEpochMilli()) == withCamera && watch.wantsLease(now.toEpochMilli()))
                .map(SittingWatch::session)
                .toList();
        if (!wanted.isEmpty()) {
            transactions
                    .run(Actor.SYSTEM, jdbc -> WatchRows.take(jdbc, wanted, node, withCamera, now))
                    .forEach(row -> with(row.sessionId(), watch -> watch.begin(row, now.toEpochMilli())));
        }
    }

    private void storeRefusals(Instant now) {
        Set<UUID> told = Set.copyOf(refused);
        if (!told.isEmpty()) {
            transactions.run(Actor.SYSTEM, jdbc -> WatchRows.refused(jdbc, told, now));
            refused.removeAll(told);
        }
    }

    private void flush(Instant now) {
        List<WatchRows.Counted> counted = watches.values().stream()
                .flatMap(watch -> Stream.ofNullable(
                        watch.flush(now.toEpochMilli(), FLUSH_MILLIS, watch.isLeaving(now.toEpochMilli()))))
                .toList();
        boolean isNews = !counted.isEmpty() && store(now, counted);
        // Looked at anew: who has come back meanwhile stays.
        watches.keySet()
                .forEach(id ->
                        watches.computeIfPresent(id, (key, watch) -> watch.isGone(now.toEpochMilli()) ? null : watch));
        if (isNews) {
            events.publishEvent(new UnwatchedNews());
        }
    }

    private boolean store(Instant now, List<WatchRows.Counted> counted) {
        Map<UUID, @Nullable Instant> ours;
        try {
            ours = transactions.run(Actor.SYSTEM, jdbc -> WatchRows.count(jdbc, node, counted));
        } catch (RuntimeException e) {
            counted.forEach(row -> with(row.sessionId(), watch -> watch.unwritten(row)));
            throw e;
        }
        boolean isNews = false;
        for (WatchRows.Counted row : counted) {
            with(row.sessionId(), watch -> stored(watch, row, ours, now));
            isNews |= row.isNews();
        }
        return isNews;
    }

    private void stored(SittingWatch watch, WatchRows.Counted row, Map<UUID, @Nullable Instant> ours, Instant now) {
        Instant refusedAt = ours.get(row.sessionId());
        if (!ours.containsKey(row.sessionId())) {
            watch.lose(row, now.toEpochMilli());
            tell(watch.change());
        } else if (row.isLast()) {
            watch.left(now.toEpochMilli());
            tell(watch.change());
        } else if (refusedAt != null) {
            watch.refused(refusedAt.toEpochMilli());
        }
    }

    private static void ring(@Nullable Doorbell bell) {
        if (bell != null) {
            bell.ring();
        }
    }

    @Override
    public void start() {
        ticks = new Doorbell("watch-ticks", TICK, this::tick);
        writes = new Doorbell("watch-rows", WRITE, this::write);
    }

    @Override
    public void stop() {
        for (Doorbell running : new Doorbell[] {ticks, writes}) {
            if (running != null) {
                running.close();
            }
        }
        ticks = null;
        writes = null;
        letGoOfAll();
    }

    /** Another node, or this one after its restart, goes on at once. */
    private void letGoOfAll() {
        List<WatchRows.Counted> last = watches.values().stream()
                .flatMap(watch -> Stream.ofNullable(watch.flush(clock.millis(), FLUSH_MILLIS, true)))
                .toList();
        watches.clear();
        if (!last.isEmpty()) {
            transactions.run(Actor.SYSTEM, jdbc -> WatchRows.count(jdbc, node, last));
        }
    }

    @Override
    public boolean isRunning() {
        return writes != null;
    }
}
