package org.invigil.server.session;

import java.util.List;
import java.util.UUID;

/** Says of which sessions nothing may be deleted for now, however old it is. */
public interface SessionHold {

    /** The sessions at this moment: those that may still be disputed, few against all that are stored. */
    List<UUID> heldSessions();
}
