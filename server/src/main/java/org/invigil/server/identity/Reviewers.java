package org.invigil.server.identity;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Who can be given a sitting to review. Asks as the server itself; callers decide who may know. */
@Service
public class Reviewers {

    private static final String ASSIGNED = """
            SELECT p.id, p.display_name, a.group_id
              FROM staff_assignments a JOIN profiles p ON p.id = a.profile_id
             WHERE a.role = 'reviewer' AND (a.exam_id IS NULL OR a.exam_id = :exam)
               AND p.disabled_at IS NULL AND p.id <> :student
             ORDER BY p.display_name, p.id LIMIT :most""";

    /** More than anybody picks from a list. */
    private static final int MOST = 2_000;

    private final ActorTransactions transactions;
    private final StudentGroups groups;

    Reviewers(ActorTransactions transactions, StudentGroups groups) {
        this.transactions = transactions;
        this.groups = groups;
    }

    /** Somebody who reviews. */
    public record Reviewer(UUID id, String displayName) {}

    private record Assigned(Reviewer reviewer, @Nullable UUID groupId) {}

    /** Those assigned to this student's sitting of the exam, by name; without the student. */
    public List<Reviewer> of(UUID examId, UUID studentId) {
        List<Assigned> assigned = transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(ASSIGNED)
                .param("exam", examId)
                .param("student", studentId)
                .param("most", MOST)
                .query((row, number) -> new Assigned(
                        new Reviewer(row.getObject("id", UUID.class), row.getString("display_name")),
                        row.getObject("group_id", UUID.class)))
                .list());
        Set<UUID> groupIds = assigned.stream()
                .map(Assigned::groupId)
                .filter(java.util.Objects::nonNull)
                .collect(Collectors.toSet());
        Map<UUID, Set<UUID>> members = groupIds.isEmpty() ? Map.of() : groups.members(groupIds);
        return assigned.stream()
                .filter(one -> one.groupId() == null
                        || members.getOrDefault(one.groupId(), Set.of()).contains(studentId))
                .map(Assigned::reviewer)
                .distinct()
                .toList();
    }
}
