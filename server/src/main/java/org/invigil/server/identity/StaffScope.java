package org.invigil.server.identity;

import java.util.UUID;

/**
 * Which sittings somebody attends, for what is sent without asking the database each time. The same rule as {@code
 * invigil_attends} of the database; nobody attends their own sitting. Safe for any thread, and never waits.
 */
@FunctionalInterface
public interface StaffScope {

    /** Whether it holds the sitting of this exam by this student. */
    boolean covers(UUID examId, UUID studentId);
}
