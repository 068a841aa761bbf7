package org.invigil.server;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

    @Test
    void modulesKeepToTheirAllowedDependencies() {
        ApplicationModules.of(InvigilServer.class).verify();
    }
}
