package org.invigil.server.observe;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.ObservationPredicate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/** What goes into a trace when tracing is on: one span a request, with its route and status, and nothing of a person. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(TracingSwitch.ENDPOINT)
class TraceConfiguration {

    /** The route is a pattern; the address itself holds ids, and with a wrong address anything that somebody typed. */
    @Bean
    DefaultServerRequestObservationConvention routesWithoutAddresses() {
        return new DefaultServerRequestObservationConvention() {
            @Override
            public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
                return KeyValues.empty();
            }
        };
    }

    /** The steps of the security filters and the ticks of scheduled work would bury the requests. */
    @Bean
    ObservationPredicate requestsOnly() {
        return (name, context) -> !name.startsWith("spring.security") && !name.startsWith("tasks.");
    }
}
