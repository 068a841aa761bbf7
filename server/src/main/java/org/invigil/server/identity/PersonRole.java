package org.invigil.server.identity;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.invigil.rules.wire.WireNamed;

/** What a person may be, one or several of these. */
public enum PersonRole implements WireNamed {
    /** Sits exams. */
    STUDENT(Actor.Role.STUDENT),
    /** Watches sittings and steps in. */
    PROCTOR(Actor.Role.PROCTOR),
    /** Judges what was seen, and reads answers. */
    REVIEWER(Actor.Role.REVIEWER),
    /** Writes exams; sees no sitting. */
    AUTHOR(Actor.Role.AUTHOR),
    /** Does and sees everything. */
    ADMIN(Actor.Role.ADMIN);

    private final Actor.Role actorRole;

    PersonRole(Actor.Role actorRole) {
        this.actorRole = actorRole;
    }

    Actor.Role actorRole() {
        return actorRole;
    }

    /** Whether somebody in this role is assigned to exams, and sees nothing without that. */
    boolean isAssigned() {
        return this == PROCTOR || this == REVIEWER || this == AUTHOR;
    }

    /** These roles, each once, in the order above. */
    static Set<PersonRole> setOf(Collection<PersonRole> roles) {
        return roles.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(roles));
    }
}
