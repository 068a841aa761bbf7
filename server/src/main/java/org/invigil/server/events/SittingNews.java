package org.invigil.server.events;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.invigil.rules.sitting.SittingState;
import org.invigil.server.admission.Admission;
import org.invigil.server.admission.AdmissionNews;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.intervention.Intervention;
import org.invigil.server.intervention.Interventions;
import org.invigil.server.messages.Hand;
import org.invigil.server.messages.MessageBox;
import org.invigil.server.messages.MessageBoxes;
import org.invigil.server.messages.StudentNews;
import org.invigil.server.nodes.Doorbell;
import org.invigil.server.nodes.NodeChannel;
import org.invigil.server.nodes.Nodes;
import org.invigil.server.session.SessionChanged;
import org.invigil.server.session.SittingSnapshot;
import org.invigil.server.session.SittingSnapshots;
import org.invigil.server.session.SittingView.SubmitReason;
import org.invigil.server.watch.Unwatched;
import org.invigil.server.watch.UnwatchedNews;
import org.invigil.server.watch.WatchRows;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads how things stand with every sitting that has a page here, and tells the pages what is new to them. A change that is
 * made on this node is told to the others by one word: whoever has a page of it reads the row itself, so that nothing about
 * a student travels, and a word that is lost costs a second.
 */
@Component
class SittingNews implements SmartLifecycle {

    /** How often it is looked whether there is news: a room that ends at one moment is read so often, not once a student. */
    static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /** States are read once a second without news too: words get lost, and saved answers send none. */
    private static final int LOOKS_BETWEEN_READS = 10;

    private static final MessageBox NO_MESSAGES = new MessageBox(0, 0);

    private static final CloseStatus NO_SUCH_SESSION = new CloseStatus(1000, "the session was deleted");

    private final EventPages pages;
    private final SittingSnapshots snapshots;
    private final MessageBoxes messages;
    private final ActorTransactions transactions;
    private final Nodes nodes;
    private final JsonMapper json;
    private final Clock clock;
    private final AtomicBoolean news = new AtomicBoolean();
    private final AtomicBoolean untold = new AtomicBoolean();
    private int looksSinceRead;
    private volatile @Nullable Doorbell reader;

    SittingNews(
            EventPages pages,
            SittingSnapshots snapshots,
            MessageBoxes messages,
            ActorTransactions transactions,
            Nodes nodes,
            NodeChannel channel,
            JsonMapper json,
            Clock clock) {
        this.pages = pages;
        this.snapshots = snapshots;
        this.messages = messages;
        this.transactions = transactions;
        this.nodes = nodes;
        this.json = json;
        this.clock = clock;
        channel.subscribe(NodeChannel.Topic.SITTINGS, this::look);
        channel.subscribeAfterGap(this::look);
    }

    private record Message(
            String type,
            Instant serverTime,
            SittingState status,
            Instant statusSince,
            Instant startedAt,
            Instant endsAt,
            @Nullable Instant submittedAt,
            @Nullable SubmitReason submitReason,
            @Nullable String endReason,
            @Nullable UUID windowId,
            @Nullable Instant windowSince,
            String answersVersion,
            @Nullable Intervention intervention,
            MessageBox messages,
            @Nullable Hand hand,
            @Nullable Admission admission,
            @Nullable Unwatched unwatched) {}

    /** Something may be new to a page of this node. Never blocks. */
    void look() {
        news.set(true);
    }

    /** Something has changed here that pages on other nodes have to know, too. Never blocks. */
    void changed() {
        untold.set(true);
        look();
    }

    @EventListener
    void changed(SessionChanged event) {
        changed();
    }

    @EventListener
    void changed(StudentNews event) {
        changed();
    }

    @EventListener
    void changed(AdmissionNews event) {
        changed();
    }

    @EventListener
    void changed(UnwatchedNews event) {
        changed();
    }

    private void turn() {
        boolean isNew = news.getAndSet(false);
        looksSinceRead++;
        if (!isNew && looksSinceRead < LOOKS_BETWEEN_READS) {
            return;
        }
        looksSinceRead = 0;
        boolean tell = untold.getAndSet(false);
        try {
            read(tell && !nodes.others().isEmpty());
        } catch (RuntimeException e) {
            untold.compareAndSet(false, tell);
            news.set(true);
            throw e;
        }
    }

    private void read(boolean tell) {
        List<EventPage> open = pages.all();
        if (open.isEmpty() && !tell) {
            return;
        }
        Set<UUID> ids = pages.sessionIds();
        Map<UUID, PageState> read = transactions.run(Actor.SYSTEM, jdbc -> {
            if (tell) {
                NodeChannel.tellAll(jdbc, NodeChannel.Topic.SITTINGS);
            }
            return ids.isEmpty() ? Map.of() : read(jdbc, ids);
        });
        for (EventPage page : open) {
            PageState state = read.get(page.sessionId());
            if (state != null) {
                page.tell(state, this::message);
            } else if (ids.contains(page.sessionId())) {
                page.close(NO_SUCH_SESSION);
            }
        }
    }

    private Map<UUID, PageState> read(JdbcClient jdbc, Set<UUID> ids) {
        Map<UUID, RulingWindow> windows = RulingWindows.of(jdbc, ids);
        Map<UUID, Intervention> interventions = Interventions.last(jdbc, ids);
        List<SittingSnapshot> sittings = snapshots.of(jdbc, ids);
        Map<UUID, MessageBox> boxes = messages.of(jdbc, sittings);
        Map<UUID, Hand> hands = Hand.of(jdbc, ids);
        Map<UUID, Admission> admissions = Admission.of(jdbc, ids);
        Map<UUID, Unwatched> unwatched = WatchRows.unwatched(jdbc, ids);
        Map<UUID, PageState> read = new HashMap<>();
        for (SittingSnapshot sitting : sittings) {
            UUID id = sitting.sessionId();
            read.put(
                    id,
                    new PageState(
                            sitting,
                            windows.get(id),
                            interventions.get(id),
                            boxes.getOrDefault(id, NO_MESSAGES),
                            hands.get(id),
                            admissions.get(id),
                            unwatched.get(id)));
        }
        return read;
    }

    private String message(PageState state) {
        SittingSnapshot sitting = state.sitting();
        RulingWindow window = state.window();
        return json.writeValueAsString(new Message(
                "sitting",
                clock.instant(),
                sitting.status(),
                sitting.statusSince(),
                sitting.startedAt(),
                sitting.endsAt(),
                sitting.submittedAt(),
                sitting.submitReason(),
                sitting.endReason(),
                window == null ? null : window.windowId(),
                window == null ? null : window.since(),
                sitting.answersVersion(),
                state.intervention(),
                state.messages(),
                state.hand(),
                state.admission(),
                state.unwatched()));
    }

    @Override
    public void start() {
        // Pages wait for this one thread to hear that the exam has ended: it may take any connection, as answers may.
        reader = new Doorbell("sitting-news", LOOK_EVERY, () -> transactions.withPrecedence(this::turn));
    }

    @Override
    public void stop() {
        Doorbell running = reader;
        if (running != null) {
            running.close();
        }
        reader = null;
    }

    @Override
    public boolean isRunning() {
        return reader != null;
    }

    /** Begins before the channel brings words, ends after the sockets are closed. */
    @Override
    public int getPhase() {
        return -1;
    }
}
