package org.invigil.rules.score;

import java.util.List;
import java.util.stream.Stream;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a moment is worth a clip: a behaviour that triggers clips begins to count, or the focus score falls
 * below its threshold. Between two clips lies a cooldown; what happens inside it and still lasts afterwards gets its clip
 * then. No hour has more clips than the policy allows.
 *
 * @param grantedAtMillis when clips of the last hour were asked for, oldest first
 * @param armed whether falling below the threshold asks for a clip; set again once the score has recovered
 * @param waiting what fell into the cooldown
 */
public record ClipWish(
        List<Long> grantedAtMillis, boolean armed, @Nullable Reason waiting) {

    public static final ClipWish IDLE = new ClipWish(List.of(), true, null);

    private static final long HOUR_MS = 3_600_000;

    /** A behaviour that began long before it counted would lie outside what the browser still holds. */
    private static final long FARTHEST_BACK_MS = 2_000;

    /**
     * Why a clip is wanted.
     *
     * @param behavior null for a low focus score
     */
    public record Reason(@Nullable Behavior behavior, long eventAtMillis) {

        /** The reason in SQL and on the wire. */
        public String wireName() {
            return behavior == null ? "focus_score" : behavior.wireName();
        }
    }

    /** The decision after one frame; {@code granted} is null where no clip begins with this frame. */
    public record Decision(ClipWish next, @Nullable Reason granted) {}

    public Decision decide(List<Incident> began, List<Behavior> open, double focusScore, long atMillis, Policy policy) {
        boolean low = focusScore < policy.score().recordBelow();
        boolean nowArmed = armed ? !low : focusScore >= policy.score().rearmAbove();
        Reason wanted = wanted(began, armed && low, atMillis, policy);
        if (wanted == null && waiting != null) {
            boolean lasts = waiting.behavior() == null ? low : open.contains(waiting.behavior());
            wanted = lasts ? new Reason(waiting.behavior(), atMillis) : null;
        }
        List<Long> lastHour = grantedAtMillis.stream()
                .filter(granted -> atMillis - granted < HOUR_MS)
                .toList();
        if (wanted == null) {
            return new Decision(new ClipWish(lastHour, nowArmed, null), null);
        }
        boolean cooling = !lastHour.isEmpty()
                && atMillis - lastHour.getLast() < policy.recording().cooldownMs();
        if (cooling) {
            return new Decision(new ClipWish(lastHour, nowArmed, wanted), null);
        }
        if (lastHour.size() >= policy.recording().clipsPerHour()) {
            return new Decision(new ClipWish(lastHour, nowArmed, null), null);
        }
        List<Long> granted =
                Stream.concat(lastHour.stream(), Stream.of(atMillis)).toList();
        return new Decision(new ClipWish(granted, nowArmed, null), wanted);
    }

    /** The same after the clock was set back: nothing may lie in the future. */
    public ClipWish notAfter(long atMillis) {
        return new ClipWish(
                grantedAtMillis.stream()
                        .map(granted -> Math.min(granted, atMillis))
                        .toList(),
                armed,
                waiting);
    }

    private static @Nullable Reason wanted(List<Incident> began, boolean fellLow, long atMillis, Policy policy) {
        for (Incident incident : began) {
            if (incident.behavior().rule(policy).clip()) {
                long event = Math.max(incident.startedAtMillis(), atMillis - FARTHEST_BACK_MS);
                return new Reason(incident.behavior(), event);
            }
        }
        return fellLow ? new Reason(null, atMillis) : null;
    }
}
