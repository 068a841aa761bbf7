package org.invigil.server.messages;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.identity.StudentGroups;
import org.invigil.server.session.SittingSnapshot;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts messages of many sittings at once, for the pages that are open. */
@Component
public class MessageBoxes {

    private final StudentGroups groups;

    MessageBoxes(StudentGroups groups) {
        this.groups = groups;
    }

    /** @param count of the messages of this exam that are for the same recipient */
    private record Sent(
            UUID examId,
            Audience audience,
            @Nullable UUID sessionId,
            @Nullable UUID groupId,
            int count) {}

    /** Those of these sittings, inside a transaction that the caller has begun as the server itself. */
    public Map<UUID, MessageBox> of(JdbcClient jdbc, Collection<SittingSnapshot> sittings) {
        UUID[] sessionIds = sittings.stream().map(SittingSnapshot::sessionId).toArray(UUID[]::new);
        List<Sent> sent = jdbc.sql("""
                        SELECT exam_id, audience, session_id, group_id, count(*) AS count FROM messages
                         WHERE exam_id = ANY (:exams) AND (session_id IS NULL OR session_id = ANY (:sessions))
                         GROUP BY exam_id, audience, session_id, group_id""")
                .param(
                        "exams",
                        sittings.stream()
                                .map(SittingSnapshot::examId)
                                .distinct()
                                .toArray(UUID[]::new))
                .param("sessions", sessionIds)
                .query((row, number) -> new Sent(
                        row.getObject("exam_id", UUID.class),
                        WireNamed.get(Audience.class, row.getString("audience")),
                        row.getObject("session_id", UUID.class),
                        row.getObject("group_id", UUID.class),
                        row.getInt("count")))
                .list();
        Map<UUID, MessageBox> boxes = new HashMap<>();
        if (sent.isEmpty()) {
            return boxes;
        }
        List<UUID> groupIds =
                sent.stream().map(Sent::groupId).filter(Objects::nonNull).toList();
        Map<UUID, Set<UUID>> members = groupIds.isEmpty() ? Map.of() : groups.members(jdbc, groupIds);
        Map<UUID, Integer> acknowledged = acknowledged(jdbc, sessionIds);
        for (SittingSnapshot sitting : sittings) {
            int count = sent.stream()
                    .filter(one -> isFor(one, sitting, members))
                    .mapToInt(Sent::count)
                    .sum();
            int read = acknowledged.getOrDefault(sitting.sessionId(), 0);
            // Who has left a group may have read what is no longer for them.
            boxes.put(sitting.sessionId(), new MessageBox(count, Math.max(0, count - read)));
        }
        return boxes;
    }

    private static boolean isFor(Sent sent, SittingSnapshot sitting, Map<UUID, Set<UUID>> members) {
        return sent.examId().equals(sitting.examId())
                && switch (sent.audience()) {
                    case EXAM -> true;
                    case SESSION -> sitting.sessionId().equals(sent.sessionId());
                    case GROUP ->
                        members.getOrDefault(Objects.requireNonNull(sent.groupId()), Set.of())
                                .contains(sitting.studentId());
                };
    }

    private static Map<UUID, Integer> acknowledged(JdbcClient jdbc, UUID[] sessionIds) {
        Map<UUID, Integer> counts = new HashMap<>();
        jdbc.sql(
                        "SELECT session_id, count(*) AS count FROM message_receipts WHERE session_id = ANY (?) GROUP BY session_id")
                .param(sessionIds)
                .query((row, number) -> counts.put(row.getObject("session_id", UUID.class), row.getInt("count")))
                .list();
        return counts;
    }
}
