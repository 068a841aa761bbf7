package org.invigil.bench.accuracy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of docs/accuracy.md, which stand there between two marks. */
final class AccuracyTables {

    private static final String START = "<!-- table -->\n";
    private static final String END = "<!-- /table -->";

    private AccuracyTables() {}

    /**
     * The document with these tables in the place of those between its marks.
     *
     * @throws IllegalArgumentException if the document has not both marks
     */
    static String into(String document, List<Map<String, @Nullable Object>> reports) {
        int start = document.indexOf(START);
        int end = document.indexOf(END);
        if (start < 0 || end < start) {
            throw new IllegalArgumentException(
                    "the document needs the lines " + START.strip() + " and " + END + ", with the tables between them");
        }
        return document.substring(0, start + START.length()) + of(reports) + document.substring(end);
    }

    private static String of(List<Map<String, @Nullable Object>> reports) {
        Markdown tables = new Markdown(reports);
        return "Measured with engine `" + reports.getFirst().get("engine")
                + "` and the default policy, frames as an exam page sends them (`several`: two or more people found; `flagged`: attentive "
                + "frames with a behaviour reported; empty: not labelled).\n\n### By condition\n\n"
                + tables.conditions() + "Presence:\n\n" + tables.presence()
                + "### What a confidence is worth\n\n" + tables.reliability()
                + "### By group of people\n\n" + tables.differences() + tables.groups();
    }
}
