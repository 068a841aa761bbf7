package org.invigil.server.appeal;

import java.time.Duration;
import java.time.Instant;
import org.invigil.rules.policy.Policy;

/**
 * By when each step must be done, by the policy that the exam had when the sitting began: what was promised then holds. Until
 * when an appeal can be sent is stored with the decision that it is about.
 */
record AppealTimes(Policy.Review days) {

    /** By when somebody has looked at a sitting that was over at this moment. */
    Instant lookUntil(Instant over) {
        return over.plus(Duration.ofDays(days.decideWithinDays()));
    }

    /** By when an appeal that was sent at this moment is decided. */
    Instant answerUntil(Instant sent) {
        return sent.plus(Duration.ofDays(days.answerWithinDays()));
    }
}
