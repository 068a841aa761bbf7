package org.invigil.server.appeal;

import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.invigil.rules.wire.WireNamed;

/**
 * Where an appeal stands, and where it can go from there; the trigger {@code appeals_transition} holds whoever writes past
 * this program to the same table. {@link #EXPIRED} is never stored: nobody does it, time does.
 */
enum AppealState implements WireNamed {
    /** The student writes; nobody else reads. */
    DRAFT,
    /** Sent in time; somebody else than the first reviewers decides. */
    SENT,
    /** Decided, once and for all. */
    DECIDED,
    /** Taken back by the student, who may send it again in time. */
    WITHDRAWN,
    /** Not sent in time; what was written is kept for the student. */
    EXPIRED;

    private static final Map<AppealState, Set<AppealState>> NEXT = new EnumMap<>(Map.of(
            DRAFT, EnumSet.of(SENT),
            SENT, EnumSet.of(DECIDED, WITHDRAWN),
            DECIDED, EnumSet.noneOf(AppealState.class),
            WITHDRAWN, EnumSet.of(SENT),
            EXPIRED, EnumSet.noneOf(AppealState.class)));

    /** The state as it is at a moment, of the one that is stored. */
    AppealState at(Instant now, Instant appealUntil) {
        return isWritable() && now.isAfter(appealUntil) ? EXPIRED : this;
    }

    boolean canBecome(AppealState next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }

    /** Whether the student may change the words. */
    boolean isWritable() {
        return this == DRAFT || this == WITHDRAWN;
    }
}
