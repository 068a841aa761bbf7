package org.invigil.bench.accuracy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often each labelled answer was given each answer. An answer that the label accepts counts as that one. */
final class Confusion {

    private final Map<String, Map<String, Long>> cells = new TreeMap<>();

    <T> void add(List<T> accepted, T seen) {
        if (accepted.isEmpty()) {
            return;
        }
        T labelled = accepted.contains(seen) ? seen : accepted.getFirst();
        cells.computeIfAbsent(String.valueOf(labelled), key -> new TreeMap<>())
                .merge(String.valueOf(seen), 1L, Long::sum);
    }

    /** Frames by labelled answer, then by given answer. */
    Map<String, Map<String, Long>> asMap() {
        return cells;
    }
}
