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

    /** Characters of a bar of 100 %. */
    private static final int BAR = 21;

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

    /**
     * The diagram for people: all ten bins, a bar as long as the share of incidents that are right, and a mark where the mean
     * confidence lies. Bar and mark end at the same place where confidence means what it says.
     */
    static String diagram(List<?> bins) {
        StringBuilder text = new StringBuilder(String.format(
                "%-11s %9s %5s  %-22s  %s%n",
                "confidence", "incidents", "mean", "0 % .... right .. 100 %", "95 % interval"));
        for (int bin = 0; bin < BINS; bin++) {
            double from = bin / (double) BINS;
            text.append(String.format(Locale.ROOT, "%.1f to %.1f  ", from, (bin + 1) / (double) BINS));
            text.append(bins.stream()
                    .map(entry -> (Map<?, ?>) entry)
                    .filter(entry -> number(entry, "confidence_from") == from)
                    .findAny()
                    .map(Reliability::line)
                    .orElse("        0         too few"));
            text.append('\n');
        }
        return text.toString();
    }

    private static String line(Map<?, ?> bin) {
        String counted =
                String.format(Locale.ROOT, "%9.0f %5.2f  ", number(bin, "incidents"), number(bin, "confidence_mean"));
        if (bin.get("right") == null) {
            return counted + "too few";
        }
        double share = number(bin, "right");
        StringBuilder bar = new StringBuilder("#".repeat((int) Math.round(BAR * share)));
        bar.append(" ".repeat(BAR + 1 - bar.length()));
        bar.setCharAt((int) Math.round(BAR * number(bin, "confidence_mean")), '|');
        return counted
                + String.format(
                        Locale.ROOT,
                        "%s  %.0f %% (%.0f to %.0f %%)",
                        bar,
                        100 * share,
                        100 * number(bin, "right_least"),
                        100 * number(bin, "right_most"));
    }

    private static double number(Map<?, ?> bin, String name) {
        return ((Number) Objects.requireNonNull(bin.get(name), name)).doubleValue();
    }
}
