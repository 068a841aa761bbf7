package org.invigil.server.identity;

import org.invigil.server.database.StartException;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Refuses to start on a database role that row-level security does not bind: every access rule would be void. */
@Component
class RoleCheck implements SmartInitializingSingleton {

    private final JdbcClient jdbc;

    RoleCheck(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void afterSingletonsInstantiated() {
        boolean bound = jdbc.sql("""
                        SELECT NOT (r.rolsuper OR r.rolbypassrls
                                    OR EXISTS (SELECT 1 FROM pg_class c WHERE pg_has_role(r.oid, c.relowner, 'MEMBER')
                                                                         AND c.relrowsecurity))
                        FROM pg_roles r WHERE r.rolname = current_user""").query(Boolean.class).single();
        if (!bound) {
            throw new StartException("The role of invigil.database.app.username can bypass row-level security: it is a"
                    + " superuser, has BYPASSRLS, or owns Invigil's tables. Use a plain role, see docs/operations.md.");
        }
    }
}
