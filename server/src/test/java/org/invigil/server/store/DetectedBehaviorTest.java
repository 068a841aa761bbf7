package org.invigil.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.invigil.rules.incident.Behavior;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DetectedBehaviorTest {

    @Test
    void behavioursAreReadByTheirNames() {
        JsonMapper json = JsonMapper.builder().build();
        String text =
                "{\"looking_left\": {\"frames\": 7, \"confidence\": 0.9}, \"absent\": {\"frames\": 1, \"confidence\": 1}}";
        assertThat(DetectedBehavior.read(json.readTree(text), 0, 10))
                .containsExactly(
                        new DetectedBehavior(Behavior.ABSENT, 1, 1),
                        new DetectedBehavior(Behavior.LOOKING_LEFT, 7, 0.9));
    }
}
