package org.invigil.server.ownership;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The "Owns" sentence of each module's {@code package-info.java}. */
final class Owners {

    /** Up to what ends the list: a full stop, a colon, a semicolon, or a comma before what is no table. */
    private static final Pattern OWNS =
            Pattern.compile("\\bOwns ((?:(?:,| and|, and)? ?(?:the table )?\\{@code \\w+})+)");

    private static final Pattern NAME = Pattern.compile("\\{@code (\\w+)}");

    private Owners() {}

    /** Tables by the module that owns them. */
    static Map<String, Set<String>> in(Path sources) throws IOException {
        Map<String, Set<String>> owned = new TreeMap<>();
        try (Stream<Path> modules = Files.list(sources.resolve("org/invigil/server"))) {
            for (Path module : modules.filter(Files::isDirectory).toList()) {
                String text =
                        Files.readString(module.resolve("package-info.java")).replaceAll("\\s*\\n \\*\\s*", " ");
                owned.put(String.valueOf(module.getFileName()), tables(text));
            }
        }
        return owned;
    }

    static Set<String> tables(String text) {
        return OWNS.matcher(text)
                .results()
                .flatMap(sentence -> NAME.matcher(sentence.group(1)).results().map(Owners::name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(MatchResult found) {
        return found.group(1);
    }
}
