package org.invigil.server.review;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Objects;
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
 * @param headDegrees from how far a turn of the head alone decides, degrees; null where enterDegrees is
 * @param isDefault whether the exam leaves all of them as the program has them
 */
@Schema(name = "IncidentCause")
record IncidentCause(
        long enterMs,
        @Nullable Double enterDegrees,
        @Nullable Double headDegrees,
        boolean isDefault) {

    static @Nullable IncidentCause of(String behaviorName, Policy policy) {
        Optional<Behavior> found = Behavior.find(behaviorName);
        if (found.isEmpty()) {
            return null;
        }
        Behavior behavior = found.get();
        long enterMs = behavior.rule(policy).enterMs();
        Double enter = enterDegrees(behavior, policy.sight());
        Double head = headDegrees(behavior, policy.sight());
        boolean isDefault = enterMs == behavior.rule(Policy.DEFAULT).enterMs()
                && Objects.equals(enter, enterDegrees(behavior, Policy.DEFAULT.sight()))
                && Objects.equals(head, headDegrees(behavior, Policy.DEFAULT.sight()));
        return new IncidentCause(enterMs, enter, head, isDefault);
    }

    private static @Nullable Double enterDegrees(Behavior behavior, Policy.Sight sight) {
        return switch (behavior) {
            case LOOKING_LEFT -> sight.leftEnterDegrees();
            case LOOKING_RIGHT -> sight.rightEnterDegrees();
            case LOOKING_UP -> sight.upEnterDegrees();
            case LOOKING_DOWN -> sight.downEnterDegrees();
            default -> null;
        };
    }

    private static @Nullable Double headDegrees(Behavior behavior, Policy.Sight sight) {
        return switch (behavior) {
            case LOOKING_LEFT, LOOKING_RIGHT -> sight.headSideDegrees();
            case LOOKING_UP -> sight.headUpDegrees();
            case LOOKING_DOWN -> sight.headDownDegrees();
            default -> null;
        };
    }
}
