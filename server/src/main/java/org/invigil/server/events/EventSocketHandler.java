package org.invigil.server.events;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.invigil.server.session.ExamSession;
import org.invigil.server.socket.Outbox;
import org.invigil.server.socket.SignedInSockets;
import org.invigil.server.socket.SocketHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sockets of open pages at {@code /events}: they come, give signs of life, and go. What they are told comes from
 * {@link SittingNews}.
 */
@Component
class EventSocketHandler extends SocketHandler<EventPage> {

    /** States are rare and each is whole; the rest is room for answers to pings. */
    static final int OUTBOX_MESSAGES = 16;

    private final EventPages pages;
    private final SittingNews news;
    private final JsonMapper json;
    private final Clock clock;

    EventSocketHandler(
            EventHandshake handshake,
            EventPages pages,
            SittingNews news,
            SignedInSockets signedIn,
            JsonMapper json,
            Clock clock) {
        super("/events", handshake, signedIn, OUTBOX_MESSAGES);
        this.pages = pages;
        this.news = news;
        this.json = json;
        this.clock = clock;
    }

    private record Pong(String type, Instant serverTime) {}

    @Override
    protected EventPage end(WebSocketSession socket, Outbox outbox) {
        ExamSession session =
                (ExamSession) Objects.requireNonNull(socket.getAttributes().get(EventHandshake.SESSION));
        UUID windowId = (UUID) Objects.requireNonNull(socket.getAttributes().get(EventHandshake.WINDOW_ID));
        UUID deviceId = (UUID) Objects.requireNonNull(socket.getAttributes().get(EventHandshake.DEVICE_ID));
        return new EventPage(session, windowId, deviceId, outbox, clock.millis());
    }

    @Override
    protected void opened(WebSocketSession socket, EventPage page) {
        if (!pages.add(page)) {
            page.close(CloseStatus.SERVICE_OVERLOAD);
            return;
        }
        pages.heard(page);
        news.look();
    }

    /** Anything is a sign of life; only a ping is answered. */
    @Override
    protected void handleTextMessage(WebSocketSession socket, TextMessage message) {
        EventPage page = endOf(socket);
        if (page == null) {
            return;
        }
        pages.heard(page);
        if (isPing(message.getPayload())) {
            page.answer(json.writeValueAsString(new Pong("pong", clock.instant())));
        }
    }

    /** No page sends any. */
    @Override
    protected void handleBinaryMessage(WebSocketSession socket, BinaryMessage message) throws IOException {
        socket.close(CloseStatus.NOT_ACCEPTABLE);
    }

    private boolean isPing(String message) {
        try {
            return json.readTree(message).path("type").asString("").equals("ping");
        } catch (JacksonException e) {
            return false;
        }
    }

    @Override
    protected void closed(EventPage page, CloseStatus status) {
        pages.remove(page);
    }
}
