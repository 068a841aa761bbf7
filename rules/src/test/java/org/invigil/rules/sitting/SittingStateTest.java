package org.invigil.rules.sitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.invigil.rules.sitting.SittingState.CHECKING_IN;
import static org.invigil.rules.sitting.SittingState.ENDED;
import static org.invigil.rules.sitting.SittingState.SUBMITTED;
import static org.invigil.rules.sitting.SittingState.WAITING;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.invigil.rules.wire.WireNamed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The machine as a table. */
class SittingStateTest {

    @Test
    void theTableIsTheOneOfTheProtocol() {
        List<String> allowed = new ArrayList<>();
        for (SittingState from : SittingState.values()) {
            for (SittingState to : SittingState.values()) {
                if (from.canBecome(to)) {
                    allowed.add(from.wireName() + " " + to.wireName());
                }
            }
        }
        assertThat(allowed)
                .containsExactlyInAnyOrder(
                        "checking_in waiting",
                        "checking_in ended",
                        "waiting active",
                        "waiting ended",
                        "active paused",
                        "active submitted",
                        "active ended",
                        "paused active",
                        "paused submitted",
                        "paused ended");
    }

    @ParameterizedTest
    @EnumSource
    void onlySubmittedAndEndedAreOverAndEverythingElseCanEnd(SittingState state) {
        assertThat(state.isOver()).isEqualTo(Set.of(SUBMITTED, ENDED).contains(state));
        assertThat(state.canBecome(ENDED)).isEqualTo(!state.isOver());
        assertThat(state.canBecome(state)).isFalse();
        assertThat(state.isBeforeStart())
                .isEqualTo(EnumSet.of(CHECKING_IN, WAITING).contains(state));
        assertThat(WireNamed.get(SittingState.class, state.wireName())).isEqualTo(state);
    }
}
