package org.invigil.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.modulith.test.ApplicationModuleTest.BootstrapMode;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

/**
 * A test of the module in whose package it is: a real port and a real PostgreSQL, but of the server only this module, those
 * that it uses, and what every request meets. For tests that need a context of their own anyway, by their settings or their
 * database; others share the one of {@link ServerTest}, which costs them nothing.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ApplicationModuleTest(
        mode = BootstrapMode.ALL_DEPENDENCIES,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        // What every request meets; "devices", which says whether a device rules; and "streams", with "store" that it
        // uses, as it settles the scores that "session"
        // asks for.
        extraIncludes = {"devices", "hints", "doors", "observe", "problem", "streams", "store"},
        verifyAutomatically = false) // ModularityTests does, once
@TestInstance(Lifecycle.PER_METHOD) // as in every other test
@ContextConfiguration(initializers = TestDatabase.class)
@TestPropertySource(
        properties = {
            "management.endpoint.health.validate-group-membership=false", // they name indicators of modules left out
            "springdoc.api-docs.enabled=false" // the document of the whole API, see OpenApiDocumentTests
        })
@Import({ServerFixture.class, JsonConfiguration.class, StrictJson.class})
public @interface ModuleTest {}
