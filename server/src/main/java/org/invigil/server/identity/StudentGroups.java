package org.invigil.server.identity;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who is in which group of an exam. Told by the module that has the groups, for assignments that are to a group. */
public interface StudentGroups {

    /**
     * The students of these groups; a group without any is left out.
     *
     * @throws org.springframework.dao.DataAccessException if the database is away
     */
    Map<UUID, Set<UUID>> members(Collection<UUID> groupIds);

    /** The same inside a transaction that the caller has begun: those whom its actor may see. */
    Map<UUID, Set<UUID>> members(JdbcClient jdbc, Collection<UUID> groupIds);
}
