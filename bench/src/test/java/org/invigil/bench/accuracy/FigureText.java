package org.invigil.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Compares two documents that hold measured figures: the words must be the same, percentages may lie a little apart. */
final class FigureText {

    /** Points of a percentage: what another processor's arithmetic may move, and no change of the analysis that matters. */
    private static final double TOLERANCE = 2;

    private static final Pattern PERCENTAGE = Pattern.compile("(\\d+(?:\\.\\d+)?) %");

    /** Intervals, counts of answers and the diagram's bars follow from the percentages. */
    private static final Pattern DEPENDENT = Pattern.compile(
            "\\(\\d+\\.\\d to \\d+\\.\\d\\)|\\b(?:absent|hidden|present|unknown) \\d+(?:, )?|(?<=\\| )\\d+\\.\\d(?= \\|)");

    private FigureText() {}

    static void assertAlike(String committed, String made) {
        assertThat(words(committed))
                .as("./invigil bench accuracy --model-card and --tables write them again; docs/accuracy.md says how")
                .isEqualTo(words(made));
        List<Double> old = percentages(committed);
        List<Double> now = percentages(made);
        for (int i = 0; i < now.size(); i++) {
            assertThat(old.get(i)).as("percentage %s of the document", i).isCloseTo(now.get(i), within(TOLERANCE));
        }
    }

    private static String words(String text) {
        return PERCENTAGE.matcher(DEPENDENT.matcher(text).replaceAll("")).replaceAll("%");
    }

    private static List<Double> percentages(String text) {
        return PERCENTAGE
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .map(found -> Double.valueOf(found.substring(0, found.indexOf(' '))))
                .toList();
    }
}
