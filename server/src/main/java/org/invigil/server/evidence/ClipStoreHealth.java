package org.invigil.server.evidence;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Two answers about the store. {@code clipStore} is how it is now. {@code clipStoreReached} is whether it was ever
 * reached, and readiness takes that one: a node with a wrong key never serves, but an outage of the store does not take
 * the exam from students whose answers can still be saved and whose browsers keep their clips.
 */
@Configuration(proxyBeanMethods = false)
class ClipStoreHealth {

    @Bean
    HealthIndicator clipStoreHealthIndicator(ClipStoreWatch watch) {
        return () -> health(watch.isUp());
    }

    @Bean
    HealthIndicator clipStoreReachedHealthIndicator(ClipStoreWatch watch) {
        return () -> health(watch.wasReached());
    }

    private static Health health(boolean good) {
        return (good ? Health.up() : Health.down()).build();
    }
}
