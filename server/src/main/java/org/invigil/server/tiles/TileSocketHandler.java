package org.invigil.server.tiles;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.invigil.server.socket.Outbox;
import org.invigil.server.socket.SignedInSockets;
import org.invigil.server.socket.SocketHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pages that show tiles, at {@code /tiles}: they say which sessions are on their screen, and get these stills. */
@Component
class TileSocketHandler extends SocketHandler<TileWatcher> {

    static final int MAX_WATCHERS = 200;

    /** Sessions that one page may watch at once; no screen shows more. */
    static final int MAX_SESSIONS = 120;

    /** One still of each, and what else there is to say. */
    private static final int OUTBOX_MESSAGES = MAX_SESSIONS + 10;

    private static final long TICK_MILLIS = 250;

    /** Every 2 s a page hears that the server is there. */
    private static final int TICKS_BETWEEN_SIGNS_OF_LIFE = 8;

    /** Every 5 s it is looked whether each page may still see what it watches. */
    private static final int TICKS_BETWEEN_CHECKS = 20;

    private static final String SIGN_OF_LIFE = "{\"type\":\"alive\"}";

    private static final Logger log = LoggerFactory.getLogger(TileSocketHandler.class);

    private final Stills stills;
    private final TileAccess access;
    private final StillExchange exchange;
    private final TileMetrics metrics;
    private final JsonMapper json;
    private final Set<TileWatcher> watchers = ConcurrentHashMap.newKeySet();
    private long ticks;

    TileSocketHandler(
            TileHandshake handshake,
            Stills stills,
            TileAccess access,
            StillExchange exchange,
            TileMetrics metrics,
            JsonMapper json,
            SignedInSockets signedIn) {
        super("/tiles", handshake, signedIn, OUTBOX_MESSAGES);
        this.stills = stills;
        this.access = access;
        this.exchange = exchange;
        this.metrics = metrics;
        this.json = json;
    }

    private record Watching(String type, int sessions) {}

    private record Refused(String type, String code, String message) {}

    @Override
    protected TileWatcher end(WebSocketSession socket, Outbox outbox) {
        return new TileWatcher(TileHandshake.actor(socket), outbox);
    }

    @Override
    protected void opened(WebSocketSession socket, TileWatcher watcher) {
        if (watchers.size() >= MAX_WATCHERS) {
            watcher.close(CloseStatus.SERVICE_OVERLOAD);
            return;
        }
        watchers.add(watcher);
        metrics.watchers(watchers.size());
        watcher.say(SIGN_OF_LIFE);
    }

    /** The sessions on the page's screen; an empty message is a sign of life. */
    @Override
    protected void handleTextMessage(WebSocketSession socket, TextMessage message) {
        TileWatcher watcher = endOf(socket);
        if (watcher == null || message.getPayload().isEmpty()) {
            return;
        }
        Set<UUID> asked = sessions(message.getPayload());
        if (asked == null) {
            watcher.say(json.writeValueAsString(new Refused(
                    "error",
                    "invalid_request",
                    "Send {\"type\":\"watch\",\"sessions\":[...]} with at most " + MAX_SESSIONS
                            + " ids of sessions. What was watched before is watched on.")));
            return;
        }
        try {
            watcher.watch(asked, access.allowed(watcher.actor(), asked));
        } catch (DataAccessException | TransactionException e) {
            watcher.close(CloseStatus.SERVICE_RESTARTED); // it comes back and asks again
            return;
        }
        changed();
        watcher.say(json.writeValueAsString(
                new Watching("watching", watcher.watched().size())));
    }

    /** No page sends any. */
    @Override
    protected void handleBinaryMessage(WebSocketSession socket, BinaryMessage message) throws IOException {
        socket.close(CloseStatus.NOT_ACCEPTABLE);
    }

    private @Nullable Set<UUID> sessions(String message) {
        try {
            JsonNode root = json.readTree(message);
            JsonNode ids = root.path("sessions");
            if (!root.path("type").asString("").equals("watch") || !ids.isArray() || ids.size() > MAX_SESSIONS) {
                return null;
            }
            Set<UUID> sessions = new HashSet<>();
            for (JsonNode id : ids) {
                sessions.add(UUID.fromString(id.asString("")));
            }
            return sessions;
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Sends what is new to everybody who watches. Costs nothing while nobody does. */
    @Scheduled(fixedRate = TICK_MILLIS)
    synchronized void tick() {
        if (watchers.isEmpty()) {
            return;
        }
        ticks++;
        if (ticks % TICKS_BETWEEN_CHECKS == 0) {
            checkAgain();
        }
        for (TileWatcher watcher : watchers) {
            metrics.sent(watcher.send(stills));
            if (ticks % TICKS_BETWEEN_SIGNS_OF_LIFE == 0) {
                watcher.say(SIGN_OF_LIFE);
            }
        }
    }

    private void checkAgain() {
        try {
            for (TileWatcher watcher : watchers) {
                Set<UUID> wanted = watcher.wanted();
                watcher.watch(wanted, access.allowed(watcher.actor(), wanted));
            }
            changed();
        } catch (DataAccessException | TransactionException e) {
            // Nothing is shown that may not be seen any more, just because nobody can be asked.
            log.warn("Who may watch whom cannot be read just now: {}", e.getMessage());
            watchers.forEach(watcher -> watcher.close(CloseStatus.SERVICE_RESTARTED));
        }
    }

    @Override
    protected void closed(TileWatcher watcher, CloseStatus status) {
        if (watchers.remove(watcher)) {
            metrics.watchers(watchers.size());
            changed();
        }
    }

    /** Under one lock, so that of two changes the later one counts. */
    private synchronized void changed() {
        Set<UUID> watched = new HashSet<>();
        watchers.forEach(watcher -> watched.addAll(watcher.watched()));
        if (!watched.equals(stills.watchedHere())) {
            stills.watchHere(watched);
            exchange.watchedHereHasChanged();
        }
    }
}
