package org.invigil.server.review;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.invigil.rules.wire.WireNamed;
import org.jspecify.annotations.Nullable;

/** Why somebody decided so, in two levels: the group and the reason. A comment may say more, or stand alone. */
public enum DecisionReason implements WireNamed {
    ANOTHER_PERSON(Group.CONDUCT),
    UNPERMITTED_AID(Group.CONDUCT),
    COMMUNICATION(Group.CONDUCT),
    LEFT_PLACE(Group.CONDUCT),
    LOOKED_AWAY(Group.CONDUCT),

    THINKING(Group.ORDINARY),
    BRIEF(Group.ORDINARY),
    MOVED(Group.ORDINARY),

    MISREAD(Group.PROGRAM),
    POOR_LIGHT(Group.PROGRAM),

    CAMERA(Group.TECHNICAL),
    NETWORK(Group.TECHNICAL),

    ACCOMMODATION(Group.ALLOWED),
    EXAM_RULES(Group.ALLOWED),
    STAFF_ALLOWED(Group.ALLOWED),

    SECOND_OPINION(Group.UNCLEAR),
    MORE_EVIDENCE(Group.UNCLEAR),

    EXPLAINED(Group.APPEAL);

    /** The first level. */
    public enum Group implements WireNamed {
        /** The student did what the exam does not allow. */
        CONDUCT(Decision.CONFIRMED, Outcome.CONCERN, true),
        /** It was there, and it is what people do. */
        ORDINARY(Decision.DISMISSED, Outcome.NO_CONCERN, true),
        /** It was not there. */
        PROGRAM(Decision.DISMISSED, Outcome.NO_CONCERN, false),
        TECHNICAL(Decision.DISMISSED, Outcome.NO_CONCERN, null),
        /** It was there, and this student may. */
        ALLOWED(Decision.DISMISSED, Outcome.NO_CONCERN, true),
        /** Of a sitting that is not decided yet. */
        UNCLEAR(null, Outcome.NEEDS_MORE, null),
        /** What the student said on appeal. */
        APPEAL(Decision.DISMISSED, Outcome.NO_CONCERN, null);

        private final @Nullable Decision decision;
        private final Outcome outcome;
        private final @Nullable Boolean seen;

        Group(@Nullable Decision decision, Outcome outcome, @Nullable Boolean seen) {
            this.decision = decision;
            this.outcome = outcome;
            this.seen = seen;
        }
    }

    private final Group group;

    DecisionReason(Group group) {
        this.group = group;
    }

    public Group group() {
        return group;
    }

    /** Whether it can be the reason of this decision about an incident. */
    boolean suits(Decision decision) {
        return group.decision == decision;
    }

    /** Whether it can be the reason of this outcome of a sitting. */
    boolean suits(Outcome outcome) {
        return group.outcome == outcome;
    }

    /** Whether the person did what the program reported, allowed or not; null where the reason does not tell. */
    @Nullable
    Boolean isSeen() {
        return group.seen;
    }

    /**
     * The reason of this name.
     *
     * @throws ReviewException that names those there are
     */
    static DecisionReason get(String wireName) {
        return WireNamed.find(DecisionReason.class, wireName)
                .orElseThrow(() -> ReviewException.unknownReason(names(EnumSet.allOf(DecisionReason.class))));
    }

    static String names(Set<DecisionReason> reasons) {
        return reasons.stream().map(DecisionReason::wireName).collect(Collectors.joining(", "));
    }

    static Set<DecisionReason> of(Decision decision) {
        return Arrays.stream(values())
                .filter(reason -> reason.suits(decision))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(DecisionReason.class)));
    }

    static Set<DecisionReason> of(Outcome outcome) {
        return Arrays.stream(values())
                .filter(reason -> reason.suits(outcome))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(DecisionReason.class)));
    }
}
