package org.invigil.server.events;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.invigil.server.session.ExamSession;
import org.invigil.server.socket.Outbox;
import org.invigil.server.socket.SignedInSockets;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The sockets of open pages: they come, give signs of life, and go. What they are told comes from {@link SittingNews}. */
@Component
class EventSocketHandler extends TextWebSocketHandler implements SmartLifecycle {

    /** States are rare and each is whole; the rest is room for answers to pings. */
    static final int OUTBOX_MESSAGES = 16;

    private static final String PAGE = "events-page";

    private final EventPages pages;
    private final SittingNews news;
    private final SignedInSockets signedIn;
    private final JsonMapper json;
    private final Clock clock;
    private volatile boolean running;

    EventSocketHandler(EventPages pages, SittingNews news, SignedInSockets signedIn, JsonMapper json, Clock clock) {
        this.pages = pages;
        this.news = news;
        this.signedIn = signedIn;
        this.json = json;
        this.clock = clock;
    }

    private record Pong(String type, Instant serverTime) {}

    @Override
    public void afterConnectionEstablished(WebSocketSession socket) {
        ExamSession session =
                (ExamSession) Objects.requireNonNull(socket.getAttributes().get(EventHandshake.SESSION));
        UUID windowId = (UUID) Objects.requireNonNull(socket.getAttributes().get(EventHandshake.WINDOW_ID));
        EventPage page = new EventPage(session, windowId, Outbox.start(socket, OUTBOX_MESSAGES), clock.millis());
        if (!running) {
            page.close(CloseStatus.GOING_AWAY); // came in while the server was stopping
            return;
        }
        if (!pages.add(page)) {
            page.close(CloseStatus.SERVICE_OVERLOAD);
            return;
        }
        socket.getAttributes().put(PAGE, page);
        signedIn.add(socket, page::close);
        pages.heard(page);
        news.look();
    }

    /** Anything is a sign of life; only a ping is answered. */
    @Override
    protected void handleTextMessage(WebSocketSession socket, TextMessage message) {
        EventPage page = page(socket);
        if (page == null) {
            return;
        }
        pages.heard(page);
        if (isPing(message.getPayload())) {
            page.answer(json.writeValueAsString(new Pong("pong", clock.instant())));
        }
    }

    private boolean isPing(String message) {
        try {
            return json.readTree(message).path("type").asString("").equals("ping");
        } catch (JacksonException e) {
            return false;
        }
    }

    @Override
    public void handleTransportError(WebSocketSession socket, Throwable exception) {
        EventPage page = page(socket);
        if (page != null) {
            page.close(CloseStatus.SERVER_ERROR);
        }
    }

    @Override
    public void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
        signedIn.remove(socket);
        EventPage page = page(socket);
        if (page != null) {
            pages.remove(page);
            page.close(status);
        }
    }

    private static @Nullable EventPage page(WebSocketSession socket) {
        return (EventPage) socket.getAttributes().get(PAGE);
    }

    @Override
    public void start() {
        running = true;
    }

    /** Tells every page to connect again, before the web server goes down. */
    @Override
    public void stop() {
        running = false;
        pages.all().forEach(page -> page.close(CloseStatus.GOING_AWAY));
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
