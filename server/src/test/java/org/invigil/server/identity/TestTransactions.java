package org.invigil.server.identity;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The application's transactions on another pool of connections. */
public final class TestTransactions {

    private TestTransactions() {}

    public static ActorTransactions on(DataSource pool) {
        return new ActorTransactions(
                new JdbcTransactionManager(pool), JdbcClient.create(pool), new ConnectionShare(1_000, 5_000));
    }
}
