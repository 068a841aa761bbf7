package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.client.RestTestClient;

@ServerTest
class StartTests {

    @LocalServerPort
    int port;

    @Test
    void healthIsUp() {
        RestTestClient client = RestTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .build();
        client.get().uri("/actuator/health").exchange().expectStatus().isOk();
        assertThat(port).isPositive();
    }
}
