package org.invigil.server.live;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/** Puts the dashboard's socket at {@code /live}. */
@Configuration(proxyBeanMethods = false)
class LiveSocketConfiguration implements WebSocketConfigurer {

    private final LiveSocketHandler handler;
    private final LiveHandshake handshake;

    LiveSocketConfiguration(LiveSocketHandler handler, LiveHandshake handshake) {
        this.handler = handler;
        this.handshake = handshake;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        handshake.guard(registry, handler, "/live");
    }
}
