package org.invigil.server.live;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends every dashboard a snapshot, then what changed, every {@value #PERIOD_MILLIS} ms. A message is written once for all dashboards.
 */
@Component
class LivePublisher implements SmartLifecycle {

    static final int PERIOD_MILLIS = 500;

    private static final Logger log = LoggerFactory.getLogger(LivePublisher.class);

    private final LiveBoard board;
    private final JsonMapper json;
    private final Clock clock;
    private final Map<String, Dashboard> dashboards = new ConcurrentHashMap<>();
    private long seq;
    private @Nullable ScheduledExecutorService ticks;

    LivePublisher(LiveBoard board, JsonMapper json, Clock clock) {
        this.board = board;
        this.json = json;
        this.clock = clock;
    }

    /** A snapshot and the deltas after it must not overlap, nor leave a gap: both are made under one lock. */
    synchronized void add(WebSocketSession socket) {
        Dashboard dashboard = new Dashboard(socket);
        dashboard.offer(text(LiveMessage.snapshot(seq, clock.instant(), board.rows())));
        dashboards.put(socket.getId(), dashboard);
        dashboard.start();
    }

    void remove(WebSocketSession socket) {
        Dashboard dashboard = dashboards.remove(socket.getId());
        if (dashboard != null) {
            dashboard.stop();
        }
    }

    private synchronized void publish() {
        LiveBoard.Delta delta = board.takeDelta(PERIOD_MILLIS / 1000.0);
        if (delta.isEmpty()) {
            return;
        }
        seq++;
        if (dashboards.isEmpty()) {
            return;
        }
        TextMessage message =
                text(LiveMessage.delta(seq, clock.instant(), delta.changed(), delta.removed()));
        for (Dashboard dashboard : dashboards.values()) {
            if (!dashboard.offer(message)) {
                log.info("A dashboard does not keep up and is closed; it comes back with a snapshot");
                dashboards.values().remove(dashboard);
                dashboard.tooSlow();
            }
        }
    }

    private TextMessage text(LiveMessage message) {
        return new TextMessage(json.writeValueAsBytes(message));
    }

    private void tick() {
        try {
            publish();
        } catch (RuntimeException e) {
            // A scheduled task that throws never runs again, and the board would freeze without a word.
            log.error("The live board could not be sent", e);
        }
    }

    @Override
    public void start() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("live").daemon().factory());
        executor.scheduleAtFixedRate(this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        ticks = executor;
    }

    @Override
    public void stop() {
        ScheduledExecutorService executor = ticks;
        if (executor != null) {
            executor.shutdown();
            ticks = null;
        }
        dashboards.values().forEach(Dashboard::stop);
        dashboards.clear();
    }

    @Override
    public boolean isRunning() {
        return ticks != null;
    }
}
