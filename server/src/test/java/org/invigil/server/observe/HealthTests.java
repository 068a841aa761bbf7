package org.invigil.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.invigil.server.ServerTest;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;

/** Whether this node can serve, as probes and as admins see it. */
@ServerTest
class HealthTests {

    @Autowired
    TestPeople people;

    @Autowired
    ApplicationContext context;

    @Test
    void aServerThatServesIsReadyAndTellsStrangersNoMore() {
        for (String probe : new String[] {"", "/readiness", "/liveness"}) {
            TestHttp.Answer answer = people.nobody().get("/actuator/health" + probe);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("status").asString()).isEqualTo("UP");
            assertThat(answer.json().has("components")).as(probe).isFalse();
        }
        assertThat(people.proctor().http().get("/actuator/health").json().has("components"))
                .isFalse();
    }

    @Test
    void anAdminSeesTheParts() {
        TestHttp admin = people.admin().http();
        assertThat(admin.get("/actuator/health/readiness")
                        .json()
                        .path("components")
                        .propertyNames())
                .containsExactlyInAnyOrder("readinessState", "db", "analyzer", "clipStoreReached");
        assertThat(admin.get("/actuator/health")
                        .json()
                        .at("/components/analyzer/details/threads")
                        .asInt())
                .isPositive();
        assertThat(admin.get("/actuator/health/liveness")
                        .json()
                        .path("components")
                        .propertyNames())
                .as("the database does not decide about life and death")
                .containsExactlyInAnyOrder("livenessState", "analyzerThreads");
    }

    @Test
    void aNodeThatDrainsIsNotReadyButAlive() {
        try {
            AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
            assertThat(people.nobody().get("/actuator/health/readiness").status())
                    .isEqualTo(503);
            assertThat(people.nobody().get("/actuator/health/liveness").status())
                    .isEqualTo(200);
        } finally {
            AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        }
        assertThat(people.nobody().get("/actuator/health/readiness").status()).isEqualTo(200);
    }

    @Test
    void withoutACollectorThereIsNoTracing() {
        assertThat(context.getBeanNamesForType(io.opentelemetry.sdk.trace.SdkTracerProvider.class))
                .isEmpty();
        assertThat(context.getBeanNamesForType(io.micrometer.tracing.Tracer.class))
                .isEmpty();
        Set<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .collect(Collectors.toSet());
        assertThat(threads).noneMatch(name -> name.contains("BatchSpanProcessor") || name.contains("Otlp"));
    }
}
