package org.invigil.server.doors;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the doors into Tomcat. */
@Configuration(proxyBeanMethods = false)
class DoorConfiguration {

    @Bean
    BodyBudget bodyBudget(DoorSettings settings) {
        return new BodyBudget(settings.maxBytesInFlight());
    }

    @Bean
    DoorCounts doorCounts(MeterRegistry meters, BodyBudget budget) {
        return new DoorCounts(meters, budget);
    }

    /** The first thing that happens to every connection. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> doors(DoorSettings settings, DoorCounts counts) {
        Visits visits = new Visits(settings, counts, System::nanoTime);
        return factory -> install(factory, visits);
    }

    static void install(TomcatServletWebServerFactory factory, Visits visits) {
        factory.setProtocol(DoorProtocol.class.getName());
        factory.addProtocolHandlerCustomizers(
                (TomcatProtocolHandlerCustomizer<DoorProtocol>) protocol -> protocol.watchBy(visits));
    }
}
