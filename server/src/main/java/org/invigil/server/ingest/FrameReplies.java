package org.invigil.server.ingest;

import java.util.List;
import java.util.stream.Stream;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.HeadPose;
import org.invigil.server.streams.FrameScore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The messages to the student's browser, as docs/protocol.md has them. */
@Component
class FrameReplies {

    private final JsonMapper json;

    FrameReplies(JsonMapper json) {
        this.json = json;
    }

    private record Result(
            String type,
            long seq,
            double focusScore,
            String presence,
            List<String> behaviors,
            List<Alert> alerts,
            boolean record,
            FrameScore.@Nullable Clip clip,
            double targetFps,
            long dropped,
            int faces,
            int persons,
            String gaze,
            @Nullable Double yaw,
            @Nullable Double pitch,
            @Nullable Double roll) {}

    private record Alert(String code, String message) {}

    private record Refusal(String type, @Nullable Long seq, String code, String message) {}

    String result(long seq, FrameAnalysis analysis, FrameScore score, double targetFps, long dropped) {
        HeadPose pose = analysis.pose();
        return json.writeValueAsString(new Result(
                "result",
                seq,
                tenths(score.focusScore()),
                analysis.presence().wireName(),
                score.behaviors().stream().map(Behavior::wireName).toList(),
                alerted(score.behaviors())
                        .map(behavior -> new Alert(behavior.wireName(), behavior.alert()))
                        .toList(),
                score.clip() != null,
                score.clip(),
                tenths(targetFps),
                dropped,
                analysis.faces(),
                analysis.persons(),
                analysis.gaze().wireName(),
                pose == null ? null : tenths(pose.yawDegrees()),
                pose == null ? null : tenths(pose.pitchDegrees()),
                pose == null ? null : tenths(pose.rollDegrees())));
    }

    /** Says nothing but that the server is there. */
    String alive() {
        return "{\"type\":\"alive\"}";
    }

    /** Who is away is told so once. */
    private static Stream<Behavior> alerted(List<Behavior> behaviors) {
        boolean isAway = behaviors.contains(Behavior.AWAY);
        return behaviors.stream().filter(behavior -> !(isAway && behavior == Behavior.ABSENT));
    }

    String error(@Nullable Long seq, FrameErrorCode code) {
        return json.writeValueAsString(new Refusal("error", seq, code.wireName(), code.message()));
    }

    private static double tenths(double value) {
        return Math.rint(value * 10) / 10 + 0.0; // adding 0 makes -0 plain
    }
}
