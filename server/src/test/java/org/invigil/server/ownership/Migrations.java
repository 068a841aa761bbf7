package org.invigil.server.ownership;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the migrations make.
 *
 * @param tables by name; partitions belong to their table and are none of their own
 * @param functions the bodies of the database's functions, by name
 */
record Migrations(Set<String> tables, Map<String, SqlText> functions) {

    private static final Pattern TABLE = Pattern.compile(
            "CREATE\\s+(?:UNLOGGED\\s+)?TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(\\w+)(?!\\w)(?!\\s+PARTITION\\s+OF)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DROPPED =
            Pattern.compile("DROP\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(\\w+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern FUNCTION = Pattern.compile(
            "CREATE\\s+(?:OR\\s+REPLACE\\s+)?FUNCTION\\s+(\\w+).*?(\\$\\w*\\$)(.*?)\\2",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    static Migrations in(Path folder) throws IOException {
        Set<String> tables = new TreeSet<>();
        Map<String, SqlText> functions = new LinkedHashMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".sql"))
                    .sorted(Comparator.comparingInt(Migrations::version))
                    .toList();
        }
        for (Path file : files) {
            String sql = Files.readString(file);
            TABLE.matcher(sql).results().forEach(made -> tables.add(made.group(1)));
            DROPPED.matcher(sql).results().forEach(dropped -> tables.remove(dropped.group(1)));
            FUNCTION.matcher(sql)
                    .results()
                    .forEach(function -> functions.put(function.group(1), new SqlText(function.group(3))));
        }
        return new Migrations(tables, functions);
    }

    private static int version(Path file) {
        Matcher number = Pattern.compile("V(\\d+)__.*").matcher(String.valueOf(file.getFileName()));
        if (!number.matches()) {
            throw new IllegalArgumentException(file + " is no migration; name it V<number>__<what>.sql");
        }
        return Integer.parseInt(number.group(1));
    }
}
