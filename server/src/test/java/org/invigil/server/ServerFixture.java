package org.invigil.server;

import org.invigil.server.identity.Profiles;
import org.invigil.server.session.TestSittings;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** What every {@link ServerTest} and {@link ModuleTest} can have injected. */
@TestConfiguration(proxyBeanMethods = false)
@Import(TestSittings.class)
public class ServerFixture {

    @Bean
    @Primary
    TestClock testClock() {
        return new TestClock();
    }

    @Bean
    TestPeople testPeople(Profiles profiles, ApplicationContext context) {
        return new TestPeople(profiles, context);
    }

    @Bean
    TestEvents testEvents() {
        return new TestEvents();
    }
}
