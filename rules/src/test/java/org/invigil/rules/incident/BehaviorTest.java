package org.invigil.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BehaviorTest {

    @ParameterizedTest
    @EnumSource
    void eachIsFoundByItsNameAndHasWordsForStudentAndStaff(Behavior behavior) {
        assertThat(Behavior.find(behavior.wireName())).contains(behavior);
        assertThat(behavior.alert()).endsWith(".");
        assertThat(behavior.description()).endsWith(".").isNotEqualTo(behavior.alert());
    }

    @Test
    void noOtherNameIsABehaviour() {
        assertThat(Behavior.find("AWAY")).isEmpty();
        assertThat(Behavior.find("")).isEmpty();
    }

    @Test
    void onlyAwayBeganAsSomethingElse() {
        assertThat(Behavior.AWAY.stem()).isEqualTo(Behavior.ABSENT);
        assertThat(EnumSet.complementOf(EnumSet.of(Behavior.AWAY))).allMatch(behavior -> behavior.stem() == behavior);
    }
}
