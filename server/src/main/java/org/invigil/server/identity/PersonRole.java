package org.invigil.server.identity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a person may be. */
public enum PersonRole {
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

    /** The name on the wire and in SQL. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PersonRole of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
