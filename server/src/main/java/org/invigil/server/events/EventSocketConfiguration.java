package org.invigil.server.events;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/** Puts the event channel at {@code /events}. */
@Configuration(proxyBeanMethods = false)
class EventSocketConfiguration implements WebSocketConfigurer {

    private final EventSocketHandler handler;
    private final EventHandshake handshake;

    EventSocketConfiguration(EventSocketHandler handler, EventHandshake handshake) {
        this.handler = handler;
        this.handshake = handshake;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        handshake.guard(registry, handler, "/events");
    }
}
