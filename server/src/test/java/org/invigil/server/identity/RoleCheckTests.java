package org.invigil.server.identity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.invigil.server.ServerTest;
import org.invigil.server.database.StartException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@ServerTest
class RoleCheckTests {

    @Autowired
    RoleCheck check;

    @Test
    void theOwnerOfTheTablesMayNotRunTheApplication(
            @Value("${spring.flyway.url}") String url,
            @Value("${spring.flyway.user}") String owner,
            @Value("${spring.flyway.password}") String password) {
        assertThatCode(check::afterSingletonsInstantiated).doesNotThrowAnyException();
        RoleCheck asOwner = new RoleCheck(JdbcClient.create(new DriverManagerDataSource(url, owner, password)));
        assertThatThrownBy(asOwner::afterSingletonsInstantiated)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("row-level security");
    }
}
