package org.invigil.server.identity;

import org.invigil.rules.wire.WireNamed;

/** What a person may be. */
public enum PersonRole implements WireNamed {
    STUDENT(Actor.Role.STUDENT),
    PROCTOR(Actor.Role.PROCTOR),
    ADMIN(Actor.Role.ADMIN);

    private final Actor.Role actorRole;

    PersonRole(Actor.Role actorRole) {
        this.actorRole = actorRole;
    }

    Actor.Role actorRole() {
        return actorRole;
    }
}
