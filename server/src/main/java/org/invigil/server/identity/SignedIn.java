package org.invigil.server.identity;

import java.io.Serializable;
import java.security.Principal;
import java.util.UUID;

/** Who is signed in, as the sign-in session keeps it. Its name, by which sessions are found, is the profile's id. */
record SignedIn(UUID id, PersonRole role) implements Principal, Serializable {

    @Override
    public String getName() {
        return id.toString();
    }
}
