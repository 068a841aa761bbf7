package org.invigil.server.exam;

import io.swagger.v3.oas.annotations.media.Schema;
import org.invigil.rules.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the picture by which a student is let in.
 *
 * @param keptDays how long the first one is kept, to compare later ones with; null if it is not kept
 */
@Schema(name = "AdmissionTerms")
public record AdmissionTerms(@Nullable Integer keptDays) {

    /** As the policy says; null where nobody has to be let in. */
    public static @Nullable AdmissionTerms of(Policy.Admission policy) {
        return policy.asked() ? new AdmissionTerms(policy.keepFirstPicture() ? policy.keepDays() : null) : null;
    }
}
