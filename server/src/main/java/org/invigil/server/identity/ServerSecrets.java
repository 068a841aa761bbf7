package org.invigil.server.identity;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.invigil.server.database.SqlTime;
import org.springframework.stereotype.Component;

/** Random keys that all nodes share and nobody else sees. Each is made when it is first asked for, and kept for good. */
@Component
class ServerSecrets {

    private static final int BYTES = 32;

    private final ActorTransactions transactions;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, byte[]> read = new ConcurrentHashMap<>(); // as many as there are names in the code

    ServerSecrets(ActorTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * The key of this name.
     *
     * @throws org.springframework.dao.DataAccessException if it was not read before and the database is away
     */
    byte[] get(String name) {
        byte[] known = read.get(name);
        if (known != null) {
            return known;
        }
        byte[] proposed = new byte[BYTES];
        random.nextBytes(proposed);
        // Another node may be first: whoever is, its key is the key.
        byte[] stored = transactions.run(Actor.SYSTEM, jdbc -> {
            jdbc.sql("INSERT INTO server_secrets (name, secret, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                    .params(name, proposed, SqlTime.toSql(clock.instant()))
                    .update();
            return jdbc.sql("SELECT secret FROM server_secrets WHERE name = ?")
                    .param(name)
                    .query(byte[].class)
                    .single();
        });
        read.put(name, stored);
        return stored;
    }
}
