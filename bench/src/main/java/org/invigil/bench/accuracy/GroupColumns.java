package org.invigil.bench.accuracy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kinds of groups that {@code labels.csv} may name, and what may stand in their columns. */
final class GroupColumns {

    /** Tones of the Monk skin tone scale (Monk, 2019), 1 the lightest. */
    static final String SKIN_TONE = "skin_tone";

    /** Kind of group by the values that are known; of the skin tone it is a number. */
    static final Map<String, List<String>> KNOWN = known();

    private static final int TONES = 10;

    private GroupColumns() {}

    /**
     * The groups of one cell.
     *
     * @throws IllegalArgumentException if the value is none of the column's; says which are
     */
    static List<String> groups(String column, String value) {
        if (column.equals(SKIN_TONE)) {
            return skinTones(value);
        }
        List<String> values = KNOWN.get(column);
        if (values == null || !values.contains(value)) {
            throw new IllegalArgumentException("expected one of " + values);
        }
        return List.of(value);
    }

    /** The scale in three bands, and its darker half beside them: the darkest band alone is small in most sets. */
    private static List<String> skinTones(String value) {
        int tone = value.matches("\\d{1,2}") ? Integer.parseInt(value) : 0;
        if (tone < 1 || tone > TONES) {
            throw new IllegalArgumentException("expected a tone of the Monk scale, 1 to 10");
        }
        List<String> bands = new ArrayList<>();
        bands.add(tone <= 3 ? "1-3" : tone <= 6 ? "4-6" : "7-10");
        if (tone > TONES / 2) {
            bands.add("6-10");
        }
        return bands;
    }

    private static Map<String, List<String>> known() {
        Map<String, List<String>> known = new LinkedHashMap<>();
        known.put(SKIN_TONE, List.of("1-3", "4-6", "7-10", "6-10"));
        known.put("glasses", List.of("none", "clear", "dark"));
        known.put("head_covering", List.of("none", "hat", "scarf", "other"));
        known.put("age", List.of("under-18", "18-29", "30-49", "50-plus"));
        known.put("light", List.of("even", "uneven", "backlit", "dark"));
        return known;
    }
}
