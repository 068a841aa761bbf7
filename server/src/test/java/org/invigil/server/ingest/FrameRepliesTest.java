package org.invigil.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.Presence;
import org.invigil.server.streams.FrameScore;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the student's browser is told of a frame. */
class FrameRepliesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final FrameAnalysis EMPTY_ROOM = new FrameAnalysis(
            320, 240, Presence.ABSENT, 0.95, 0, 0, 0, List.of(), null, null, Gaze.UNKNOWN, null, false);

    private final FrameReplies replies = new FrameReplies(JSON);

    private JsonNode told(Behavior... behaviors) {
        return JSON.readTree(replies.result(1, EMPTY_ROOM, new FrameScore(20, List.of(behaviors), null), 30, 0));
    }

    @Test
    void oneAbsenceIsToldOfOnceAndBothOfItsTriggersCount() {
        JsonNode away = told(Behavior.ABSENT, Behavior.AWAY, Behavior.MULTIPLE_FACES);

        assertThat(away.path("behaviors").toString()).isEqualTo("[\"absent\",\"away\",\"multiple_faces\"]");
        assertThat(away.path("alerts").findValuesAsString("code")).containsExactly("away", "multiple_faces");
        assertThat(told(Behavior.ABSENT).path("alerts").findValuesAsString("code"))
                .containsExactly("absent");
    }
}
