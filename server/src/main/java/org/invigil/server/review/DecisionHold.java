package org.invigil.server.review;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Says of which sittings the decision is out of the reviewers' hands, because somebody else decides on an appeal, or has. */
public interface DecisionHold {

    /** Asked inside the transaction of the one who would decide. */
    boolean isHeld(JdbcClient jdbc, UUID sessionId);
}
