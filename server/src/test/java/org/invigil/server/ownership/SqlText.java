package org.invigil.server.ownership;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which tables a piece of SQL writes and reads. The pieces are what classes hold: whole statements, and parts that are put
 * together as the program runs. So this goes by the words before a name and never asks for a grammatical statement. What
 * it cannot see is a table that a piece names apart from the word before it, such as {@code ", answers"}.
 */
final class SqlText {

    /** Stands for a table whose name is put in as the program runs. */
    static final String ANY = "*";

    /** What javac leaves for the values of a concatenation, and how the classes call those of a format. */
    private static final Set<String> PLACEHOLDERS = Set.of("\u0001", "%s", "%I");

    /** After one of these there is no alias. */
    private static final Set<String> CLAUSES = Set.of(
            "SET",
            "WHERE",
            "ON",
            "USING",
            "JOIN",
            "LEFT",
            "RIGHT",
            "FULL",
            "INNER",
            "CROSS",
            "NATURAL",
            "GROUP",
            "ORDER",
            "HAVING",
            "LIMIT",
            "OFFSET",
            "FOR",
            "UNION",
            "RETURNING",
            "SELECT",
            "VALUES",
            "WHEN");

    /** Where {@code COPY} reads from and writes to. */
    private static final Set<String> STREAMS = Set.of("STDIN", "STDOUT");

    private final List<String> words;
    private final Set<String> written = new TreeSet<>();
    private final Set<String> read = new TreeSet<>();
    private final Set<String> called = new TreeSet<>();

    SqlText(String sql) {
        words = words(sql);
        for (int i = 0; i < words.size(); i++) {
            switch (word(i)) {
                case "INSERT", "MERGE" -> write(i + 1, "INTO");
                case "DELETE" -> write(i + 1, "FROM");
                case "UPDATE" -> update(i + 1);
                case "COPY" -> copy(i + 1);
                case "TRUNCATE", "ALTER", "DROP", "LOCK" -> change(i);
                case "FROM", "JOIN", "USING" -> read(i + 1);
                default -> {
                    if ("(".equals(word(i + 1)) && isName(i)) {
                        called.add(name(i));
                    }
                }
            }
        }
        read.removeAll(written);
    }

    /** Tables that are inserted into, updated, deleted from, merged into, copied into, truncated or altered. */
    Set<String> written() {
        return written;
    }

    /** Tables that are read and not written. */
    Set<String> read() {
        return read;
    }

    /** Functions that are called, and whatever else stands before a bracket. */
    Set<String> called() {
        return called;
    }

    private void write(int at, String preposition) {
        if (word(at).equals(preposition)) {
            add(written, only(at + 1));
        }
    }

    /** {@code UPDATE t SET} and {@code UPDATE t AS a SET}, but not {@code FOR UPDATE} and {@code ON CONFLICT DO UPDATE SET}. */
    private void update(int at) {
        int table = only(at);
        if (word(at).equals("SET") || !(isName(table) || isPlaceholder(table))) {
            return;
        }
        for (int i = table + 1; i <= table + 4; i++) {
            if (word(i).equals("SET")) {
                add(written, table);
            }
        }
    }

    private void copy(int at) {
        int end = afterBrackets(at + 1);
        if (word(end).equals("FROM")) {
            add(written, at);
        } else if (word(end).equals("TO")) {
            add(read, at);
        }
    }

    private void change(int at) {
        int table = word(at + 1).equals("TABLE") ? at + 2 : word(at).equals("TRUNCATE") ? at + 1 : -1;
        if (table < 0) {
            return;
        }
        if (word(table).equals("IF")) {
            table += word(table + 1).equals("NOT") ? 3 : 2;
        }
        add(written, only(table));
        for (int i = only(table) + 1; word(i).equals(","); i += 2) {
            add(written, i + 1);
        }
    }

    /** One table or several with commas between them; what is in brackets is read when its own words come. */
    private void read(int at) {
        int i = at;
        while (true) {
            while (Set.of("ONLY", "LATERAL").contains(word(i))) {
                i++;
            }
            if (word(i).equals("(")) {
                i = afterBrackets(i);
            } else if ((isName(i) && !STREAMS.contains(word(i))) || isPlaceholder(i)) {
                boolean isFunction = word(i + 1).equals("(");
                if (!isFunction) {
                    add(read, i);
                }
                i = afterBrackets(i + 1);
            } else {
                return;
            }
            if (word(i).equals("AS")) {
                i++;
            }
            if (isName(i) && !CLAUSES.contains(word(i))) {
                i = afterBrackets(i + 1);
            }
            if (!word(i).equals(",")) {
                return;
            }
            i++;
        }
    }

    private int only(int at) {
        return word(at).equals("ONLY") ? at + 1 : at;
    }

    private int afterBrackets(int at) {
        if (!word(at).equals("(")) {
            return at;
        }
        int depth = 0;
        for (int i = at; i < words.size(); i++) {
            depth += word(i).equals("(") ? 1 : word(i).equals(")") ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return words.size();
    }

    private void add(Set<String> tables, int at) {
        if (isPlaceholder(at)) {
            tables.add(ANY);
        } else if (isName(at)) {
            tables.add(name(at));
        }
    }

    private boolean isName(int at) {
        return at >= 0
                && at < words.size()
                && Character.isJavaIdentifierStart(words.get(at).charAt(0));
    }

    private boolean isPlaceholder(int at) {
        return at < words.size() && PLACEHOLDERS.contains(words.get(at));
    }

    /** In capitals, empty behind the end. */
    private String word(int at) {
        return at >= 0 && at < words.size() ? words.get(at).toUpperCase(Locale.ROOT) : "";
    }

    /** Without the schema. */
    private String name(int at) {
        String word = words.get(at);
        return word.substring(word.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** Names with their schema, placeholders and single characters; no comments and no literals. */
    private static List<String> words(String sql) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            int end = at + 1;
            if (sql.startsWith("--", at)) {
                end = endOf(sql, "\n", at);
            } else if (sql.startsWith("/*", at)) {
                end = endOf(sql, "*/", at);
            } else if (c == '\'' && sql.indexOf('\'', at + 1) > 0) {
                end = sql.indexOf('\'', at + 1) + 1;
            } else if (c == '"') {
                // A quoted name counts like a plain one.
            } else if (Character.isJavaIdentifierStart(c) && c != '$') {
                while (end < sql.length() && (Character.isJavaIdentifierPart(sql.charAt(end)) || isDot(sql, end))) {
                    end++;
                }
                words.add(sql.substring(at, end));
            } else if (c == '%' && end < sql.length() && Character.isLetter(sql.charAt(end))) {
                end++;
                words.add(sql.substring(at, end));
            } else if (!Character.isWhitespace(c)) {
                words.add(String.valueOf(c));
            }
            at = end;
        }
        return words;
    }

    private static boolean isDot(String sql, int at) {
        return sql.charAt(at) == '.' && at + 1 < sql.length() && Character.isJavaIdentifierStart(sql.charAt(at + 1));
    }

    private static int endOf(String sql, String mark, int from) {
        int at = sql.indexOf(mark, from + 2);
        return at < 0 ? sql.length() : at + mark.length();
    }
}
