package org.invigil.server.offline;

import java.io.PrintStream;
import java.util.List;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.score.StreamScore;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.HeadPose;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes one JSON object a line. */
final class JsonLines {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PrintStream out;

    JsonLines(PrintStream out) {
        this.out = out;
    }

    void frame(
            String source,
            long frame,
            long timeMillis,
            int width,
            int height,
            FrameAnalysis analysis,
            StreamScore.Step step) {
        HeadPose pose = analysis.pose();
        Double phone = analysis.phoneConfidence();
        ObjectNode line = JSON.createObjectNode()
                .put("source", source)
                .put("frame", frame)
                .put("time_ms", timeMillis)
                .put("width", width)
                .put("height", height)
                .put("presence", analysis.presence().wireName())
                .put("faces", analysis.faces())
                .put("persons", analysis.persons())
                .put("followed", analysis.followed())
                .put("yaw", pose == null ? null : tenths(pose.yawDegrees()))
                .put("pitch", pose == null ? null : tenths(pose.pitchDegrees()))
                .put("roll", pose == null ? null : tenths(pose.rollDegrees()))
                .put("pose_uncertainty", pose == null ? null : tenths(pose.uncertaintyDegrees()))
                .put("gaze", analysis.gaze().wireName())
                .put("phone_confidence", phone == null ? null : hundredths(phone))
                .put("focus_score", tenths(step.focusScore()));
        ArrayNode behaviors = line.putArray("behaviors");
        step.behaviors().stream().map(Behavior::wireName).forEach(behaviors::add);
        ArrayNode boxes = line.putArray("person_boxes");
        analysis.personBoxes().forEach(box -> boxes.addObject()
                .put("left", thousandths(box.left()))
                .put("top", thousandths(box.top()))
                .put("right", thousandths(box.right()))
                .put("bottom", thousandths(box.bottom()))
                .put("score", thousandths(box.score())));
        write(line);
    }

    void summary(String source, long frames, List<Incident> incidents) {
        ObjectNode line = JSON.createObjectNode().put("source", source);
        ObjectNode summary = line.putObject("summary").put("frames", frames);
        ArrayNode array = summary.putArray("incidents");
        incidents.stream()
                .sorted((one, other) -> Long.compare(one.startedAtMillis(), other.startedAtMillis()))
                .forEach(incident -> array.addObject()
                        .put("behavior", incident.behavior().wireName())
                        .put("start_ms", incident.startedAtMillis())
                        .put("end_ms", incident.endedAtMillis())
                        .put("confidence", hundredths(incident.confidence())));
        write(line);
    }

    void error(String source, String message) {
        write(JSON.createObjectNode().put("source", source).put("error", message));
    }

    private void write(ObjectNode line) {
        out.print(JSON.writeValueAsString(line) + "\n");
    }

    private static double thousandths(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }

    private static double hundredths(double value) {
        return Math.rint(value * 100) / 100;
    }

    private static double tenths(double value) {
        return Math.rint(value * 10) / 10 + 0.0; // adding 0 makes -0 plain
    }
}
