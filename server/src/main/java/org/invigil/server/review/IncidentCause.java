package org.invigil.server.review;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * Why an incident was noted: the rule of its behaviour under the policy of its sitting.
 *
 * @param enterMs how long it must last before it counts, milliseconds
 * @param enterDegrees how far the line of sight must leave the screen, degrees; null for a behaviour that is no direction, and
 *     for a diagonal look, which is outside the ellipse through the others
 * @param isDefault whether the exam leaves both as the program has them
 */
@Schema(name = "IncidentCause")
record IncidentCause(long enterMs, @Nullable Double enterDegrees, boolean isDefault) {

    static @Nullable IncidentCause of(String behaviorName, Policy policy) {
        Optional<Behavior> found = Behavior.find(behaviorName);
        if (found.isEmpty()) {
            return null;
        }
        Behavior behavior = found.get();
        long enterMs = behavior.rule(policy).enterMs();
        Double degrees = degrees(behavior, policy.sight());
        boolean isDefault = enterMs == behavior.rule(Policy.DEFAULT).enterMs()
                && (degrees == null || degrees.equals(degrees(behavior, Policy.DEFAULT.sight())));
        return new IncidentCause(enterMs, degrees, isDefault);
    }

    private static @Nullable Double degrees(Behavior behavior, Policy.Sight sight) {
        return switch (behavior) {
            case LOOKING_LEFT -> sight.leftEnterDegrees();
            case LOOKING_RIGHT -> sight.rightEnterDegrees();
            case LOOKING_UP -> sight.upEnterDegrees();
            case LOOKING_DOWN -> sight.downEnterDegrees();
            default -> null;
        };
    }
}
