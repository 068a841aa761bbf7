package org.invigil.server.messages;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who is in the groups that messages are for. */
final class GroupStudents {

    private GroupStudents() {}

    /**
     * The students of these groups whom the transaction's actor may see, read over the connection that the caller has: a
     * second one would be taken from those that answers wait for. A group without any is left out.
     */
    static Map<UUID, Set<UUID>> of(JdbcClient jdbc, Collection<UUID> groupIds) {
        Map<UUID, Set<UUID>> students = new HashMap<>();
        if (groupIds.isEmpty()) {
            return students;
        }
        jdbc.sql("SELECT group_id, student_id FROM invigil_group_students(?)")
                .param(groupIds.toArray(UUID[]::new))
                .query((row, number) -> students.computeIfAbsent(
                                row.getObject("group_id", UUID.class), group -> new HashSet<>())
                        .add(row.getObject("student_id", UUID.class)))
                .list();
        return students;
    }
}
