package org.invigil.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines made by hand, differences worked out by hand. */
class FollowingCostTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final FollowingCost following = new FollowingCost();

    @Test
    void framesThatAreSeenOtherwiseAreCounted() {
        following.add("a.mp4", frame(0, false, "present", 1, 1, 2.0));
        following.add("a.mp4", frame(40, true, "present", 1, 1, 2.0));
        following.add("a.mp4", frame(80, true, "present", 1, 1, 2.0));
        following.add("a.mp4", frame(120, true, "present", 1, 1, 2.0));
        following.add("a.mp4", summary(""));
        following.addEveryFrame("a.mp4", frame(0, false, "present", 1, 1, 2.0));
        following.addEveryFrame("a.mp4", frame(40, false, "present", 1, 2, 4.0));
        following.addEveryFrame("a.mp4", frame(80, false, "present", 2, 2, 2.0));
        following.addEveryFrame("a.mp4", frame(120, false, "hidden", 1, 1, 2.0));
        following.addEveryFrame("a.mp4", summary(""));
        Map<String, @Nullable Object> report = following.report();
        assertThat(report.get("frames")).isEqualTo(4L);
        assertThat(report.get("followed_share")).isEqualTo(0.75);
        assertThat(report.get("yaw_difference_degrees")).isEqualTo(0.5);
        assertThat(report.get("frames_of_other_presence")).isEqualTo(1L);
        assertThat(report.get("frames_of_other_count")).isEqualTo(1L);
        assertThat(report.get("frames_of_other_persons")).isEqualTo(2L);
        assertThat(report.get("incidents")).isEqualTo(0L);
    }

    @Test
    void aLookThatFollowingMissesIsAnIncidentOfOneAlone() {
        following.add("a.mp4", frame(0, true, "present", 1, 1, 2.0));
        following.add("a.mp4", summary(incident("looking_left", 9_000, 11_000)));
        following.addEveryFrame("a.mp4", frame(0, false, "present", 1, 1, 2.0));
        following.addEveryFrame(
                "a.mp4",
                summary(incident("looking_left", 10_000, 12_000) + "," + incident("looking_up", 10_000, 12_000)));
        assertThat(following.report().get("incidents")).isEqualTo(2L);
        assertThat(following.report().get("incidents_of_one_alone")).isEqualTo(1L);
    }

    private static JsonNode frame(
            long timeMillis, boolean followed, String presence, int faces, int persons, double yaw) {
        return JSON.readTree("""
                {"source": "a.mp4", "time_ms": %d, "followed": %s, "presence": "%s", "faces": %d, "persons": %d,
                 "yaw": %s, "pitch": 0.0, "roll": 0.0, "gaze": "center", "behaviors": []}""".formatted(timeMillis, followed, presence, faces, persons, yaw));
    }

    private static JsonNode summary(String incidents) {
        return JSON.readTree(
                "{\"source\": \"a.mp4\", \"summary\": {\"frames\": 4, \"incidents\": [" + incidents + "]}}");
    }

    private static String incident(String behavior, long from, long to) {
        return "{\"behavior\": \"" + behavior + "\", \"start_ms\": " + from + ", \"end_ms\": " + to
                + ", \"confidence\": 1}";
    }
}
