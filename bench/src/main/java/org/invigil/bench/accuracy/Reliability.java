package org.invigil.bench.accuracy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether the confidence of incidents means something: of those that are told with 0.9, nine in ten should be right. One bin a tenth,
 * each with its share of right ones and the 95 % interval of that share.
 */
final class Reliability {

    /** Under so many incidents a share says nothing. */
    static final int FEWEST = 50;

    private static final int BINS = 10;

    private final long[] right = new long[BINS];
    private final long[] all = new long[BINS];
    private final double[] confidences = new double[BINS];

    /** @param confidence 0 to 1 */
    void add(double confidence, boolean isRight) {
        int bin = Math.clamp((int) (confidence * BINS), 0, BINS - 1);
        right[bin] += isRight ? 1 : 0;
        all[bin]++;
        confidences[bin] += confidence;
    }

    /** The bins that hold anything, lowest first; {@code right} and its interval are null where there are too few. */
    List<Map<String, @Nullable Object>> bins() {
        List<Map<String, @Nullable Object>> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (all[bin] == 0) {
                continue;
            }
            boolean told = all[bin] >= FEWEST;
            Interval interval = Interval.wilson((double) right[bin], all[bin]);
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            map.put("confidence_from", bin / (double) BINS);
            map.put("confidence_to", (bin + 1) / (double) BINS);
            map.put("incidents", all[bin]);
            map.put("confidence_mean", confidences[bin] / all[bin]);
            map.put("right", told ? right[bin] / (double) all[bin] : null);
            map.put("right_least", told ? interval.least() : null);
            map.put("right_most", told ? interval.most() : null);
            bins.add(map);
        }
        return bins;
    }

    /** The diagram for people: a line a bin, a dot for each twentieth of the incidents that are right. */
    static String diagram(List<?> bins) {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%-11s %9s %7s  %s%n", "confidence", "incidents", "right", "(95 % interval)"));
        for (Object entry : bins) {
            Map<?, ?> bin = (Map<?, ?>) entry;
            text.append(String.format(
                    Locale.ROOT,
                    "%.1f to %.1f  %9.0f ",
                    number(bin, "confidence_from"),
                    number(bin, "confidence_to"),
                    number(bin, "incidents")));
            if (bin.get("right") == null) {
                text.append("too few\n");
                continue;
            }
            double share = number(bin, "right");
            text.append(String.format(
                    Locale.ROOT,
                    "%5.0f %%  %s (%.0f to %.0f %%)%n",
                    100 * share,
                    ".".repeat((int) Math.round(20 * share)),
                    100 * number(bin, "right_least"),
                    100 * number(bin, "right_most")));
        }
        if (bins.isEmpty()) {
            text.append("no incident in a labelled stretch: too few\n");
        }
        return text.toString();
    }

    private static double number(Map<?, ?> bin, String name) {
        return ((Number) Objects.requireNonNull(bin.get(name), name)).doubleValue();
    }
}
