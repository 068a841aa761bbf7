package org.invigil.server.identity;

import java.io.Serializable;
import java.security.Principal;
import java.util.UUID;

/**
 * Who is signed in, as the sign-in session keeps it, beside the roles that were granted. Its name, by which sessions are
 * found, is the profile's id. What earlier versions stored has the one role too, which is passed over.
 */
record SignedIn(UUID id) implements Principal, Serializable {

    @Override
    public String getName() {
        return id.toString();
    }
}
