package org.invigil.server.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.problem.FaultLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * What people of the staff are assigned to, for sockets that stay open. A scope that was handed out is brought up to the
 * database every two seconds for as long as somebody holds it, all scopes of the node by one look. While the database is
 * away they stay as they were. A change of roles ends the sign-in, and with it the socket.
 */
@Service
public class StaffScopes {

    private static final long LOOK_MILLIS = 2_000;

    private final ActorTransactions transactions;
    private final StudentGroups groups;
    private final FaultLog faults;
    /** Weak: a scope that nobody holds any more is not looked after. */
    private final Cache<Key, Held> held = Caffeine.newBuilder().weakValues().build();

    StaffScopes(ActorTransactions transactions, StudentGroups groups, Clock clock) {
        this.transactions = transactions;
        this.groups = groups;
        this.faults = new FaultLog(LoggerFactory.getLogger(StaffScopes.class), clock);
    }

    private record Key(UUID profileId, Set<Actor.Role> roles) {}

    private record Assignment(
            UUID profileId,
            Actor.Role role,
            @Nullable UUID examId,
            @Nullable UUID groupId) {}

    /**
     * @param exams with all their students
     * @param students those of an exam of which only groups are attended
     */
    private record Attended(boolean everyExam, Set<UUID> exams, Map<UUID, Set<UUID>> students) {

        boolean holds(UUID examId, UUID studentId) {
            return everyExam
                    || exams.contains(examId)
                    || students.getOrDefault(examId, Set.of()).contains(studentId);
        }
    }

    private static final class Held implements StaffScope {
        private final UUID profileId;
        private volatile Attended attended;

        Held(UUID profileId, Attended attended) {
            this.profileId = profileId;
            this.attended = attended;
        }

        @Override
        public boolean covers(UUID examId, UUID studentId) {
            return !studentId.equals(profileId) && attended.holds(examId, studentId);
        }
    }

    /**
     * What this actor attends in any of these roles: for admins and the server itself everything (but for an
     * admin's own sitting), for whoever has none of
     * the roles nothing. Hold it as long as it is needed; it is kept fresh.
     *
     * @throws DataAccessException if the database is away
     */
    public StaffScope of(Actor actor, Actor.Role... roles) {
        if (actor.has(Actor.Role.SYSTEM)) {
            return (examId, studentId) -> true;
        }
        if (actor.isAdmin()) {
            return (examId, studentId) -> !studentId.equals(actor.userId());
        }
        Set<Actor.Role> asked = EnumSet.noneOf(Actor.Role.class);
        asked.addAll(List.of(roles));
        asked.retainAll(actor.roles());
        if (asked.isEmpty()) {
            return (examId, studentId) -> false;
        }
        Key key = new Key(actor.person(), asked);
        return Objects.requireNonNull(held.get(
                key,
                fresh -> new Held(
                        fresh.profileId(),
                        Objects.requireNonNull(read(List.of(fresh)).get(fresh)))));
    }

    @Scheduled(fixedDelay = LOOK_MILLIS)
    void look() {
        Map<Key, Held> now = Map.copyOf(held.asMap());
        if (now.isEmpty()) {
            return;
        }
        try {
            read(now.keySet()).forEach((key, attended) -> Objects.requireNonNull(now.get(key)).attended = attended);
        } catch (DataAccessException | TransactionException e) {
            faults.warn("look", "Changes of assignments cannot be seen just now", e);
        }
    }

    private Map<Key, Attended> read(Collection<Key> keys) {
        UUID[] people = keys.stream().map(Key::profileId).distinct().toArray(UUID[]::new);
        List<Assignment> assignments = transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT profile_id, role, exam_id, group_id FROM staff_assignments WHERE profile_id = ANY (?)")
                .param(people)
                .query((row, number) -> new Assignment(
                        row.getObject("profile_id", UUID.class),
                        WireNamed.get(Actor.Role.class, row.getString("role")),
                        row.getObject("exam_id", UUID.class),
                        row.getObject("group_id", UUID.class)))
                .list());
        Set<UUID> groupIds = new HashSet<>();
        Map<UUID, List<Assignment>> byPerson = new HashMap<>();
        for (Assignment assignment : assignments) {
            byPerson.computeIfAbsent(assignment.profileId(), id -> new ArrayList<>())
                    .add(assignment);
            if (assignment.groupId() != null) {
                groupIds.add(assignment.groupId());
            }
        }
        Map<UUID, Set<UUID>> members = groupIds.isEmpty() ? Map.of() : groups.members(groupIds);
        Map<Key, Attended> attended = new HashMap<>();
        for (Key key : keys) {
            List<Assignment> own = byPerson.getOrDefault(key.profileId(), List.of()).stream()
                    .filter(assignment -> key.roles().contains(assignment.role()))
                    .toList();
            attended.put(key, attended(own, members));
        }
        return attended;
    }

    private static Attended attended(List<Assignment> assignments, Map<UUID, Set<UUID>> members) {
        boolean everyExam = false;
        Set<UUID> exams = new HashSet<>();
        Map<UUID, Set<UUID>> students = new HashMap<>();
        for (Assignment assignment : assignments) {
            UUID examId = assignment.examId();
            UUID groupId = assignment.groupId();
            if (examId == null) {
                everyExam = true;
            } else if (groupId == null) {
                exams.add(examId);
            } else {
                students.computeIfAbsent(examId, id -> new HashSet<>()).addAll(members.getOrDefault(groupId, Set.of()));
            }
        }
        return new Attended(everyExam, exams, students);
    }
}
