package org.invigil.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.server.streams.FrameScore;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** What the student's browser is told of a frame. */
class FrameRepliesTest {

    /** Names as the server writes them. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private static final FrameAnalysis EMPTY_ROOM = new FrameAnalysis(
            320, 240, Presence.ABSENT, 0.95, 0, 0, 0, List.of(), null, null, Gaze.UNKNOWN, null, false);

    private final FrameReplies replies = new FrameReplies(JSON);

    private JsonNode told(Behavior... behaviors) {
        Told told = Told.of(EMPTY_ROOM, new FrameScore(20, List.of(behaviors), null, false), 30, 0);
        return JSON.readTree(replies.result(1, told, EMPTY_ROOM.pose()));
    }

    @Test
    void oneAbsenceIsToldOfOnceAndBothOfItsTriggersCount() {
        JsonNode away = told(Behavior.ABSENT, Behavior.AWAY, Behavior.MULTIPLE_FACES);

        assertThat(away.path("behaviors").toString()).isEqualTo("[\"absent\",\"away\",\"multiple_faces\"]");
        assertThat(away.path("alerts").findValuesAsString("code")).containsExactly("away", "multiple_faces");
        assertThat(told(Behavior.ABSENT).path("alerts").findValuesAsString("code"))
                .containsExactly("absent");
    }

    @Test
    void whoSitsTooFarAwayIsAskedToComeNearerWhereNothingElseIsToBeSaid() {
        FrameScore calm = new FrameScore(100, List.of(), null, true);
        FrameScore looking = new FrameScore(100, List.of(Behavior.LOOKING_LEFT), null, true);

        JsonNode told = JSON.readTree(replies.result(1, Told.of(EMPTY_ROOM, calm, 30, 0), null));
        assertThat(told.path("alerts").findValuesAsString("code")).containsExactly("small_face");
        assertThat(told.path("alerts").toString()).contains("sit a little nearer");
        assertThat(told.path("behaviors")).isEmpty();
        JsonNode other = JSON.readTree(replies.result(2, Told.of(EMPTY_ROOM, looking, 30, 0), null));
        assertThat(other.path("alerts").findValuesAsString("code")).containsExactly("looking_left");
    }

    @Test
    void aResultHoldsAllThatTheProtocolNames() {
        FrameAnalysis looking = new FrameAnalysis(
                320,
                240,
                Presence.PRESENT,
                0.9,
                1,
                1,
                1,
                List.of(),
                new HeadPose(31.04, -0.01, 0.55, 0.8),
                null,
                Gaze.LEFT,
                null,
                false);
        UUID clipId = UUID.fromString("6f9619ff-8b86-4d01-b42d-00cf4fc964ff");
        FrameScore.Clip clip =
                new FrameScore.Clip(clipId, "looking_left", Instant.parse("2026-03-01T09:00:00Z"), 1_767_225_600_000L);

        Told of = Told.of(looking, new FrameScore(93.46, List.of(Behavior.LOOKING_LEFT), clip, false), 29.96, 4);
        JsonNode told = JSON.readTree(replies.result(17, of, looking.pose()));

        assertThat(told).isEqualTo(JSON.readTree("""
                {"type": "result", "seq": 17, "focus_score": 93.5, "presence": "present", "behaviors": ["looking_left"],
                 "alerts": [{"code": "looking_left", "message": "%s"}], "record": true,
                 "clip": {"clip_id": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "behavior": "looking_left",
                          "event_at": "2026-03-01T09:00:00Z", "event_capture_time_ms": 1767225600000},
                 "target_fps": 30.0, "dropped": 4, "faces": 1, "persons": 1, "gaze": "left", "yaw": 31.0, "pitch": 0.0, "roll": 0.6}
                """.formatted(Behavior.LOOKING_LEFT.alert())));
    }

    @Test
    void aResultWithoutAFaceHasNoAngles() {
        JsonNode empty = told();

        assertThat(empty.path("yaw").isNull()).isTrue();
        assertThat(empty.path("roll").isNull()).isTrue();
        assertThat(empty.path("clip").isNull()).isTrue();
        assertThat(empty.path("record").booleanValue(true)).isFalse();
    }
}
