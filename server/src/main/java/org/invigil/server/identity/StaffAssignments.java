package org.invigil.server.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Who of the staff is assigned to which exam, or to which group of its students. */
@Service
public class StaffAssignments {

    private static final String SELECT = """
            SELECT a.id, a.profile_id, p.username, p.display_name, a.role, a.exam_id, a.group_id, a.assigned_at
              FROM staff_assignments a JOIN profiles p ON p.id = a.profile_id
            """;

    private final ActorTransactions transactions;
    private final Clock clock;

    StaffAssignments(ActorTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Who is assigned to the exam, those to every exam too; by role, then by name. */
    public List<StaffAssignment> ofExam(Actor admin, UUID examId) {
        return transactions.run(admin, jdbc -> jdbc.sql(SELECT + "WHERE a.exam_id = ? OR a.exam_id IS NULL"
                        + " ORDER BY a.role, p.display_name, p.username, a.assigned_at")
                .param(examId)
                .query(StaffAssignments::assignment)
                .list());
    }

    /**
     * Assigns somebody to an exam. The exam and the group are known to be there.
     *
     * @param groupId null for all students of the exam
     * @throws IdentityException if the person has not the role, the role has no groups, or they are assigned so already
     */
    public StaffAssignment assign(Actor admin, UUID examId, UUID profileId, PersonRole role, @Nullable UUID groupId) {
        if (!role.isAssigned() || (groupId != null && role == PersonRole.AUTHOR)) {
            throw IdentityException.invalidRoles("Proctors and reviewers are assigned to an exam or to a group of its"
                    + " students, authors to an exam. Choose one of these.");
        }
        return transactions.run(admin, jdbc -> {
            boolean hasRole = jdbc.sql("SELECT EXISTS (SELECT 1 FROM profile_roles WHERE profile_id = ? AND role = ?)")
                    .params(profileId, role.wireName())
                    .query(Boolean.class)
                    .single();
            if (!hasRole) {
                throw IdentityException.invalidRoles(
                        "This person is no " + role.wireName() + ". Give them the role first, on the page People.");
            }
            UUID id = UUID.randomUUID();
            if (insert(jdbc, id, profileId, role, examId, groupId, admin.userId()) == 0) {
                throw IdentityException.alreadyAssigned();
            }
            return jdbc.sql(SELECT + "WHERE a.id = ?")
                    .param(id)
                    .query(StaffAssignments::assignment)
                    .single();
        });
    }

    /**
     * Takes an assignment to this exam back.
     *
     * @throws IdentityException if there is none with this id
     */
    public void withdraw(Actor admin, UUID examId, UUID assignmentId) {
        int deleted =
                transactions.run(admin, jdbc -> jdbc.sql("DELETE FROM staff_assignments WHERE id = ? AND exam_id = ?")
                        .params(assignmentId, examId)
                        .update());
        if (deleted == 0) {
            throw IdentityException.notFound();
        }
    }

    /** Makes whoever creates an exam its author, inside the transaction that creates it, as the server itself. */
    public void makeAuthor(JdbcClient jdbc, Actor creator, UUID examId) {
        if (creator.has(Actor.Role.AUTHOR)) {
            insert(jdbc, UUID.randomUUID(), creator.person(), PersonRole.AUTHOR, examId, null, creator.userId());
        }
    }

    /** Whether the actor has to do with the exam, be it with one group of its students; as the actor, in their transaction. */
    public boolean isOnStaff(JdbcClient jdbc, Actor actor, UUID examId) {
        return actor.isAdmin()
                || actor.has(Actor.Role.SYSTEM)
                || (actor.isStaff()
                        && jdbc.sql("SELECT EXISTS (SELECT 1 FROM staff_assignments a WHERE a.profile_id = ?"
                                        + " AND invigil_has_role(a.role) AND (a.exam_id IS NULL OR a.exam_id = ?))")
                                .params(actor.person(), examId)
                                .query(Boolean.class)
                                .single());
    }

    /** Gives the person these roles for every exam, and takes every other from them that they had so. */
    void setEveryExam(JdbcClient jdbc, UUID profileId, Collection<PersonRole> roles, @Nullable UUID by) {
        jdbc.sql("DELETE FROM staff_assignments WHERE profile_id = ? AND exam_id IS NULL AND role <> ALL (?)")
                .params(profileId, roles.stream().map(PersonRole::wireName).toArray(String[]::new))
                .update();
        roles.forEach(role -> insert(jdbc, UUID.randomUUID(), profileId, role, null, null, by));
    }

    private int insert(
            JdbcClient jdbc,
            UUID id,
            UUID profileId,
            PersonRole role,
            @Nullable UUID examId,
            @Nullable UUID groupId,
            @Nullable UUID by) {
        return jdbc.sql("""
                        INSERT INTO staff_assignments (id, profile_id, role, exam_id, group_id, assigned_at, assigned_by)
                        VALUES (:id, :profile, :role, CAST(:exam AS uuid), CAST(:group AS uuid), :now, CAST(:by AS uuid))
                        ON CONFLICT DO NOTHING""")
                .param("id", id)
                .param("profile", profileId)
                .param("role", role.wireName())
                .param("exam", examId)
                .param("group", groupId)
                .param("now", SqlTime.toSql(clock.instant()))
                .param("by", by)
                .update();
    }

    private static StaffAssignment assignment(ResultSet row, int number) throws SQLException {
        return new StaffAssignment(
                row.getObject("id", UUID.class),
                row.getObject("profile_id", UUID.class),
                row.getString("username"),
                row.getString("display_name"),
                WireNamed.get(PersonRole.class, row.getString("role")),
                row.getObject("exam_id") == null,
                row.getObject("group_id", UUID.class),
                SqlTime.instant(row, "assigned_at"));
    }
}
