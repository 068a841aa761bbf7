package org.invigil.server.exam;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.identity.Profiles;
import org.invigil.server.identity.Profiles.PersonName;
import org.invigil.server.identity.StaffAssignments;
import org.invigil.server.identity.StudentGroups;
import org.invigil.server.problem.ProblemException.FieldProblem;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The groups of an exam's students. A student may be in several. */
@Service
public class ExamGroups implements StudentGroups {

    static final int MAX_MEMBERS = 5_000;
    static final int MAX_GROUPS = 500;

    private final ActorTransactions transactions;
    private final StaffAssignments assignments;
    private final Profiles profiles;
    private final Clock clock;

    ExamGroups(ActorTransactions transactions, StaffAssignments assignments, Profiles profiles, Clock clock) {
        this.transactions = transactions;
        this.assignments = assignments;
        this.profiles = profiles;
        this.clock = clock;
    }

    @Override
    public Map<UUID, Set<UUID>> members(Collection<UUID> groupIds) {
        return transactions.run(Actor.SYSTEM, jdbc -> members(jdbc, groupIds));
    }

    /**
     * The exam's groups by name, each with the members that the actor attends.
     *
     * @throws ExamException if there is no such exam, or the actor is not of its staff
     */
    public List<ExamGroup> list(Actor actor, UUID examId) {
        return transactions.run(actor, jdbc -> {
            if (!assignments.isOnStaff(jdbc, actor, examId) || !exists(jdbc, examId)) {
                throw ExamException.notFound();
            }
            return read(jdbc, examId);
        });
    }

    /**
     * Creates a group.
     *
     * @param usernames in any case; empty ones are passed over
     * @throws ExamException if the actor may not write the exam, the name is taken, there are too many groups, or a username is
     *     no student's, by its place in the list
     */
    ExamGroup create(Actor actor, UUID examId, String name, List<String> usernames) {
        UUID groupId = UUID.randomUUID();
        return write(actor, examId, usernames, (jdbc, students) -> {
            int groups = jdbc.sql("SELECT count(*) FROM exam_groups WHERE exam_id = ?")
                    .param(examId)
                    .query(Integer.class)
                    .single();
            if (groups >= MAX_GROUPS) {
                throw ExamException.tooManyGroups();
            }
            try {
                jdbc.sql("INSERT INTO exam_groups (id, exam_id, name, created_at) VALUES (?, ?, ?, ?)")
                        .params(groupId, examId, name, SqlTime.toSql(clock.instant()))
                        .update();
            } catch (DuplicateKeyException e) {
                throw ExamException.groupNameTaken(name);
            }
            return replace(jdbc, examId, groupId, students);
        });
    }

    /**
     * Says who is in the group.
     *
     * @throws ExamException as {@link #create}, or if the exam has no such group
     */
    ExamGroup replaceMembers(Actor actor, UUID examId, UUID groupId, List<String> usernames) {
        return write(actor, examId, usernames, (jdbc, students) -> replace(jdbc, examId, groupId, students));
    }

    /**
     * Deletes a group, and with it the assignments to it.
     *
     * @throws ExamException if the actor may not write the exam, or it has no such group
     */
    void delete(Actor actor, UUID examId, UUID groupId) {
        transactions.run(actor, jdbc -> {
            lock(jdbc, examId);
            int deleted = jdbc.sql("DELETE FROM exam_groups WHERE id = ? AND exam_id = ?")
                    .params(groupId, examId)
                    .update();
            if (deleted == 0) {
                throw ExamException.noSuchGroup();
            }
            return deleted;
        });
    }

    /**
     * Makes sure that there is something to be assigned to.
     *
     * @param groupId null for the exam alone
     * @throws ExamException if the exam is not there for the actor, or has no such group
     */
    void requireExam(Actor actor, UUID examId, @Nullable UUID groupId) {
        transactions.run(actor, jdbc -> {
            if (!exists(jdbc, examId)) {
                throw ExamException.notFound();
            }
            if (groupId != null
                    && read(jdbc, examId).stream()
                            .noneMatch(group -> group.groupId().equals(groupId))) {
                throw ExamException.noSuchGroup();
            }
            return examId;
        });
    }

    private interface Write {
        ExamGroup write(JdbcClient jdbc, Set<UUID> students);
    }

    /**
     * The usernames are looked up as the server, for authors see nobody before they put them into a group; and in between two
     * transactions, so that none waits for another's connection.
     */
    private ExamGroup write(Actor actor, UUID examId, List<String> usernames, Write write) {
        transactions.run(actor, jdbc -> lock(jdbc, examId));
        Set<UUID> students = students(usernames);
        return transactions.run(actor, jdbc -> {
            lock(jdbc, examId);
            return write.write(jdbc, students);
        });
    }

    private Set<UUID> students(List<String> usernames) {
        List<String> names = usernames.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        Map<String, Optional<UUID>> known = profiles.findStudents(Set.copyOf(names));
        Set<UUID> students = new LinkedHashSet<>();
        List<FieldProblem> problems = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.isEmpty()) {
                continue;
            }
            Optional<UUID> student = known.get(name);
            if (student == null || student.isEmpty()) {
                problems.add(new FieldProblem(
                        "usernames[" + i + "]",
                        student == null ? "nobody has the username " + name : name + " is no student"));
            } else {
                students.add(student.get());
            }
        }
        if (!problems.isEmpty()) {
            throw ExamException.invalid(problems);
        }
        return students;
    }

    /** Finds the exam only for those who may write it. */
    private static UUID lock(JdbcClient jdbc, UUID examId) {
        Optional<UUID> found = jdbc.sql("SELECT id FROM exams WHERE id = ? FOR NO KEY UPDATE")
                .param(examId)
                .query(UUID.class)
                .optional();
        if (found.isEmpty()) {
            throw ExamException.notFound();
        }
        return examId;
    }

    private static boolean exists(JdbcClient jdbc, UUID examId) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM exams WHERE id = ?)")
                .param(examId)
                .query(Boolean.class)
                .single();
    }

    private ExamGroup replace(JdbcClient jdbc, UUID examId, UUID groupId, Set<UUID> students) {
        ExamGroup group = find(jdbc, examId, groupId);
        UUID[] ids = students.toArray(UUID[]::new);
        jdbc.sql("DELETE FROM exam_group_members WHERE group_id = ? AND student_id <> ALL (?)")
                .params(group.groupId(), ids)
                .update();
        jdbc.sql("INSERT INTO exam_group_members (group_id, student_id) SELECT ?, unnest(CAST(? AS uuid[]))"
                        + " ON CONFLICT DO NOTHING")
                .params(group.groupId(), ids)
                .update();
        return find(jdbc, examId, groupId);
    }

    private ExamGroup find(JdbcClient jdbc, UUID examId, UUID groupId) {
        return read(jdbc, examId).stream()
                .filter(group -> group.groupId().equals(groupId))
                .findFirst()
                .orElseThrow(ExamException::noSuchGroup);
    }

    private List<ExamGroup> read(JdbcClient jdbc, UUID examId) {
        record Named(UUID groupId, String name) {}
        List<Named> groups = jdbc.sql("SELECT id, name FROM exam_groups WHERE exam_id = ? ORDER BY name")
                .param(examId)
                .query((row, number) -> new Named(row.getObject("id", UUID.class), row.getString("name")))
                .list();
        Map<UUID, Set<UUID>> members =
                members(jdbc, groups.stream().map(Named::groupId).toList());
        Map<UUID, PersonName> names = profiles.names(
                jdbc, members.values().stream().flatMap(Set::stream).distinct().toList());
        return groups.stream()
                .map(group -> new ExamGroup(
                        group.groupId(),
                        group.name(),
                        members.getOrDefault(group.groupId(), Set.of()).stream()
                                .map(names::get)
                                .filter(Objects::nonNull)
                                .sorted(Comparator.comparing(PersonName::displayName)
                                        .thenComparing(PersonName::username))
                                .toList()))
                .toList();
    }

    @Override
    public Map<UUID, Set<UUID>> members(JdbcClient jdbc, Collection<UUID> groupIds) {
        Map<UUID, Set<UUID>> members = new HashMap<>();
        jdbc.sql("SELECT group_id, student_id FROM exam_group_members WHERE group_id = ANY (?)")
                .param(groupIds.toArray(UUID[]::new))
                .query((row, number) -> members.computeIfAbsent(
                                row.getObject("group_id", UUID.class), id -> new HashSet<>())
                        .add(row.getObject("student_id", UUID.class)))
                .list();
        return members;
    }

    /** How many students are in the exam's groups, each counted once; 0 if it has none. */
    public int countStudents(UUID examId) {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT count(DISTINCT m.student_id) FROM exam_groups g"
                        + " JOIN exam_group_members m ON m.group_id = g.id WHERE g.exam_id = ?")
                .param(examId)
                .query(Integer.class)
                .single());
    }
}
