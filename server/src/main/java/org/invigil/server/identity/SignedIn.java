package org.invigil.server.identity;

import java.io.Serializable;
import java.security.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in, as the sign-in session keeps it, beside the roles that were granted. Its name, by which sessions are
 * found, is the profile's id. What earlier versions stored has the one role too, which is passed over.
 *
 * @param browser in which the person signed in, see {@link KnownBrowsers}; null in what earlier versions stored
 */
record SignedIn(UUID id, @Nullable UUID browser) implements Principal, Serializable {

    @Override
    public String getName() {
        return id.toString();
    }
}
