package org.invigil.bench.accuracy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a picture, or a stretch of a clip, shows by human judgement: one row of {@code labels.csv}. What is null or empty
 * was not labelled and is not judged.
 *
 * @param file path below the set's folder
 * @param fromMillis first moment of the stretch, null for the start
 * @param toMillis first moment after it, null for the end
 * @param conditions tags to report by, such as {@code glasses}
 * @param presence accepted answers; the first is the one that is best
 * @param faces accepted numbers of faces; the first is the one that is best
 * @param persons accepted numbers of people, whether or not they show a face; the first is the one that is best
 * @param yawDegrees positive to the person's own left
 * @param pitchDegrees positive up
 * @param rollDegrees positive to the person's own left shoulder
 * @param direction where the head points: center, left, right, up, down or diagonal
 * @param gaze accepted lines of sight: center, left, right, up, down
 * @param behaviors that shall be reported: in a picture all of them, in a stretch at least once each
 * @param attentive true where every report of a behaviour is a false alarm
 * @param person whom it shows, null where figures by group leave it out
 */
record Label(
        String file,
        @Nullable Long fromMillis,
        @Nullable Long toMillis,
        List<String> conditions,
        List<String> presence,
        List<Integer> faces,
        List<Integer> persons,
        @Nullable Double yawDegrees,
        @Nullable Double pitchDegrees,
        @Nullable Double rollDegrees,
        @Nullable String direction,
        Set<String> gaze,
        Set<String> behaviors,
        boolean attentive,
        @Nullable Person person) {

    boolean covers(long timeMillis) {
        return (fromMillis == null || timeMillis >= fromMillis) && (toMillis == null || timeMillis < toMillis);
    }

    boolean overlaps(long startMillis, long endMillis) {
        return (toMillis == null || startMillis < toMillis) && (fromMillis == null || endMillis > fromMillis);
    }

    /** Whether it says which incidents are right: those it names, and where the person is attentive none. */
    boolean judgesIncidents() {
        return attentive || !behaviors.isEmpty();
    }
}
