package org.invigil.server.events;

import org.invigil.server.socket.SignedInSockets;
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
        // The handshake itself checks the origin, so that a refusal is a problem document like any other.
        registry.addHandler(handler, "/events")
                .addInterceptors(handshake, SignedInSockets.handshake())
                .setAllowedOriginPatterns("*");
    }
}
