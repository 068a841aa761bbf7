package org.invigil.server.identity;

import java.time.Clock;
import java.util.Collection;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Who of the staff is assigned to which exam, or to which group of its students. */
@Service
public class StaffAssignments {

    private final Clock clock;

    StaffAssignments(Clock clock) {
        this.clock = clock;
    }

    /** Makes whoever creates an exam its author, inside the transaction that creates it, as the server itself. */
    public void makeAuthor(JdbcClient jdbc, Actor creator, UUID examId) {
        if (creator.has(Actor.Role.AUTHOR)) {
            insert(jdbc, creator.person(), PersonRole.AUTHOR, examId, null, creator.userId());
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
        roles.forEach(role -> insert(jdbc, profileId, role, null, null, by));
    }

    private void insert(
            JdbcClient jdbc,
            UUID profileId,
            PersonRole role,
            @Nullable UUID examId,
            @Nullable UUID groupId,
            @Nullable UUID by) {
        jdbc.sql("""
                        INSERT INTO staff_assignments (id, profile_id, role, exam_id, group_id, assigned_at, assigned_by)
                        VALUES (:id, :profile, :role, CAST(:exam AS uuid), CAST(:group AS uuid), :now, CAST(:by AS uuid))
                        ON CONFLICT DO NOTHING""")
                .param("id", UUID.randomUUID())
                .param("profile", profileId)
                .param("role", role.wireName())
                .param("exam", examId)
                .param("group", groupId)
                .param("now", SqlTime.toSql(clock.instant()))
                .param("by", by)
                .update();
    }
}
