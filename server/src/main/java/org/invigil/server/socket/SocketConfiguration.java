package org.invigil.server.socket;

import java.util.concurrent.Executor;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

/** The container's side of all sockets. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class SocketConfiguration {

    /** One part of a message; a typical frame of 320x240 fits into one. */
    private static final int PART_BYTES = 16 << 10;

    @Bean
    static ServletServerContainerFactoryBean socketBuffers() {
        ServletServerContainerFactoryBean container = new ServletServerContainerFactoryBean();
        container.setMaxBinaryMessageBufferSize(PART_BYTES);
        container.setMaxTextMessageBufferSize(PART_BYTES);
        return container;
    }

    @Bean
    static WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> saidInPlace() {
        return factory -> factory.addProtocolHandlerCustomizers(protocol -> {
            Executor virtualThreads = protocol.getExecutor();
            if (virtualThreads != null) {
                protocol.setExecutor(Outbox.saidInPlace(virtualThreads));
            }
        });
    }
}
