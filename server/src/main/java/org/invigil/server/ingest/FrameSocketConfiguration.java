package org.invigil.server.ingest;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

/** Puts the frame socket at {@code /analyze}. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class FrameSocketConfiguration implements WebSocketConfigurer {

    /** One part of a message; a typical frame of 320x240 fits into one. */
    private static final int PART_BYTES = 16 << 10;

    private final FrameSocketHandler handler;
    private final FrameHandshake handshake;

    FrameSocketConfiguration(FrameSocketHandler handler, FrameHandshake handshake) {
        this.handler = handler;
        this.handshake = handshake;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        handshake.guard(registry, handler, "/analyze");
    }

    @Bean
    static ServletServerContainerFactoryBean socketBuffers() {
        ServletServerContainerFactoryBean container = new ServletServerContainerFactoryBean();
        container.setMaxBinaryMessageBufferSize(PART_BYTES);
        container.setMaxTextMessageBufferSize(PART_BYTES);
        return container;
    }
}
