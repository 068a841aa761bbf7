package org.invigil.server.identity;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an admin makes of a person.
 *
 * @param roles one at least
 * @param everyExam those of the roles that hold for every exam, also for later ones; proctors, reviewers and authors see
 *     nothing else before they are assigned to an exam
 */
record RoleGrant(Set<PersonRole> roles, Set<PersonRole> everyExam) {

    private static final Set<PersonRole> ALONE_EVERYWHERE = EnumSet.of(PersonRole.PROCTOR, PersonRole.REVIEWER);

    /**
     * Checks what was asked for.
     *
     * @param everyExam null for what is usual: every exam for proctors and reviewers, none for authors
     * @throws IdentityException if there is no role, or one for every exam is no role of the person or needs no exam
     */
    static RoleGrant of(Collection<PersonRole> roles, @Nullable Collection<PersonRole> everyExam) {
        if (roles.isEmpty()) {
            throw IdentityException.invalidRoles("A person has one role at least.");
        }
        Set<PersonRole> everywhere = everyExam == null
                ? PersonRole.setOf(
                        roles.stream().filter(ALONE_EVERYWHERE::contains).toList())
                : PersonRole.setOf(everyExam);
        for (PersonRole role : everywhere) {
            if (!role.isAssigned() || !roles.contains(role)) {
                throw IdentityException.invalidRoles("every_exam_roles names " + role.wireName()
                        + ". It may name proctor, reviewer and author, each only if it stands in roles too.");
            }
        }
        return new RoleGrant(PersonRole.setOf(roles), everywhere);
    }
}
