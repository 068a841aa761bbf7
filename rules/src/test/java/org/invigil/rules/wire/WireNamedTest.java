package org.invigil.rules.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.invigil.rules.incident.Behavior;
import org.invigil.rules.signal.Presence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WireNamedTest {

    @ParameterizedTest
    @EnumSource
    void everyConstantIsFoundUnderItsName(Behavior behavior) {
        assertThat(WireNamed.find(Behavior.class, behavior.wireName())).contains(behavior);
        assertThat(WireNamed.get(Behavior.class, behavior.wireName())).isEqualTo(behavior);
        assertThat(WireNamed.of(behavior)).isEqualTo(behavior.wireName());
    }

    @Test
    void namesAreInSnakeCase() {
        assertThat(Behavior.FACE_HIDDEN.wireName()).isEqualTo("face_hidden");
    }

    @Test
    void aNameIsTakenAsItIsWritten() {
        assertThat(WireNamed.find(Presence.class, "PRESENT")).isEmpty();
        assertThat(WireNamed.find(Presence.class, "")).isEmpty();
    }

    @Test
    void whatMustBeAConstantAndIsNoneIsToldByName() {
        assertThatThrownBy(() -> WireNamed.get(Presence.class, "gone"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gone is no Presence");
    }
}
