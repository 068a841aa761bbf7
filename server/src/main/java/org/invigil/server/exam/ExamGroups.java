package org.invigil.server.exam;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.identity.StudentGroups;
import org.springframework.stereotype.Service;

/** The groups of an exam's students. */
@Service
public class ExamGroups implements StudentGroups {

    private final ActorTransactions transactions;

    ExamGroups(ActorTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Map<UUID, Set<UUID>> members(Collection<UUID> groupIds) {
        Map<UUID, Set<UUID>> members = new HashMap<>();
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT group_id, student_id FROM exam_group_members WHERE group_id = ANY (?)")
                .param(groupIds.toArray(UUID[]::new))
                .query((row, number) -> members.computeIfAbsent(
                                row.getObject("group_id", UUID.class), id -> new HashSet<>())
                        .add(row.getObject("student_id", UUID.class)))
                .list());
        return members;
    }
}
