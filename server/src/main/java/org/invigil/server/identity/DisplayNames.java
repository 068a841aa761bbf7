package org.invigil.server.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people are called, for modules whose rows name them. */
public final class DisplayNames {

    private DisplayNames() {}

    /**
     * Those of these people whom the transaction's actor may see, inside a transaction that the caller has begun; a student sees
     * nobody of the staff.
     */
    public static Map<UUID, String> of(JdbcClient jdbc, Collection<UUID> people) {
        Map<UUID, String> names = new HashMap<>();
        if (!people.isEmpty()) {
            jdbc.sql("SELECT id, display_name FROM profiles WHERE id = ANY (?)")
                    .param(people.toArray(UUID[]::new))
                    .query((row, number) -> names.put(row.getObject("id", UUID.class), row.getString("display_name")))
                    .list();
        }
        return names;
    }
}
