package org.invigil.bench.accuracy;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Reads {@code labels.csv}; docs/accuracy.md documents its columns. Only {@code file} must be there. */
final class LabelFile {

    private static final Set<String> COLUMNS = Set.of(
            "file",
            "from_ms",
            "to_ms",
            "condition",
            "presence",
            "faces",
            "persons",
            "yaw",
            "pitch",
            "roll",
            "direction",
            "gaze",
            "behaviors",
            "attentive",
            "person",
            GroupColumns.SKIN_TONE,
            "glasses",
            "head_covering",
            "age",
            "light");
    private static final Set<String> PRESENCE = Set.of("present", "hidden", "absent", "unknown");
    private static final Set<String> DIRECTIONS = Set.of("center", "left", "right", "up", "down", "diagonal");
    private static final Set<String> GAZES = Set.of("center", "left", "right", "up", "down", "unknown");

    private LabelFile() {}

    /**
     * Reads the labels of a set.
     *
     * @param folder with {@code labels.csv} in it
     * @throws AccuracySetException if the file is missing, or a row cannot be understood; says which line and why
     */
    static List<Label> read(Path folder) {
        Path file = folder.resolve("labels.csv");
        if (!Files.isRegularFile(file)) {
            throw new AccuracySetException(folder + " holds no labels.csv; docs/accuracy.md documents its columns");
        }
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .setIgnoreSurroundingSpaces(true)
                .get();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser parser = CSVParser.parse(reader, format)) {
            for (String column : parser.getHeaderNames()) {
                if (!COLUMNS.contains(column)) {
                    throw new AccuracySetException("labels.csv has an unknown column '" + column + "'");
                }
            }
            if (!parser.getHeaderNames().contains("file")) {
                throw new AccuracySetException("labels.csv has no column 'file'");
            }
            List<Label> labels = new ArrayList<>();
            for (CSVRecord row : parser) {
                labels.add(label(folder, row));
            }
            if (labels.isEmpty()) {
                throw new AccuracySetException("labels.csv has no rows");
            }
            return labels;
        } catch (IOException e) {
            throw new AccuracySetException("labels.csv cannot be read: " + e.getMessage());
        }
    }

    private static Label label(Path folder, CSVRecord row) {
        String file = cell(row, "file");
        if (file == null || !Files.isRegularFile(folder.resolve(file))) {
            throw refused(row, "file", "there is no such file below the folder");
        }
        String direction = cell(row, "direction");
        if (direction != null && !DIRECTIONS.contains(direction)) {
            throw refused(row, "direction", "expected one of " + DIRECTIONS);
        }
        return new Label(
                file,
                number(row, "from_ms", Long::valueOf),
                number(row, "to_ms", Long::valueOf),
                list(row, "condition", ";"),
                oneOf(row, "presence", PRESENCE),
                counts(row, "faces"),
                counts(row, "persons"),
                number(row, "yaw", Double::valueOf),
                number(row, "pitch", Double::valueOf),
                number(row, "roll", Double::valueOf),
                direction,
                new LinkedHashSet<>(oneOf(row, "gaze", GAZES)),
                new LinkedHashSet<>(list(row, "behaviors", "\\|")),
                attentive(row),
                person(row));
    }

    private static @Nullable Person person(CSVRecord row) {
        SortedMap<String, List<String>> groups = new TreeMap<>();
        for (String column : GroupColumns.KNOWN.keySet()) {
            String value = cell(row, column);
            if (value != null) {
                try {
                    groups.put(column, GroupColumns.groups(column, value));
                } catch (IllegalArgumentException e) {
                    throw refused(row, column, String.valueOf(e.getMessage()));
                }
            }
        }
        String name = cell(row, "person");
        if (name == null && !groups.isEmpty()) {
            throw refused(row, "person", "groups are counted by person: name whom the row shows");
        }
        return name == null ? null : new Person(name, groups);
    }

    private static List<Integer> counts(CSVRecord row, String column) {
        try {
            return list(row, column, "\\|").stream().map(Integer::valueOf).toList();
        } catch (NumberFormatException e) {
            throw refused(row, column, "expected a whole number, or several with | between them");
        }
    }

    private static boolean attentive(CSVRecord row) {
        String value = cell(row, "attentive");
        if (value == null || value.equals("no")) {
            return false;
        }
        if (!value.equals("yes")) {
            throw refused(row, "attentive", "expected yes or no");
        }
        return true;
    }

    private static List<String> oneOf(CSVRecord row, String column, Set<String> allowed) {
        List<String> values = list(row, column, "\\|");
        if (!allowed.containsAll(values)) {
            throw refused(row, column, "expected one of " + allowed + ", or several with | between them");
        }
        return values;
    }

    private static List<String> list(CSVRecord row, String column, String separator) {
        String value = cell(row, column);
        return value == null
                ? List.of()
                : Arrays.stream(value.split(separator, -1)).map(String::strip).toList();
    }

    private static <T> @Nullable T number(CSVRecord row, String column, Function<String, T> parse) {
        String value = cell(row, column);
        try {
            return value == null ? null : parse.apply(value);
        } catch (NumberFormatException e) {
            throw refused(row, column, "'" + value + "' is no number");
        }
    }

    private static @Nullable String cell(CSVRecord row, String column) {
        if (!row.isMapped(column) || !row.isSet(column)) {
            return null;
        }
        String value = row.get(column).strip();
        if (column.equals("file")) {
            return value.isEmpty() ? null : value;
        }
        return value.isEmpty() ? null : value.toLowerCase(Locale.ROOT);
    }

    private static AccuracySetException refused(CSVRecord row, String column, String why) {
        return new AccuracySetException("labels.csv, row " + row.getRecordNumber() + ", column " + column + ": " + why);
    }
}
