package org.invigil.server.ownership;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The SQL in the compiled classes of the server: every text that a class holds, also what javac put together. */
final class ServerSql {

    private static final Path SERVER = Path.of("org/invigil/server");

    private ServerSql() {}

    /**
     * What each module does with tables of its own and of others, by the classes that do it.
     *
     * @param classes folder of compiled classes
     */
    static Map<TableUse, Set<String>> uses(Path classes, Migrations migrations) throws IOException {
        Map<TableUse, Set<String>> uses = new TreeMap<>();
        Path root = classes.resolve(SERVER);
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(file -> file.toString().endsWith(".class")).toList();
        }
        for (Path file : files) {
            Path inside = root.relativize(file);
            String module = inside.getNameCount() == 1 ? "" : inside.getName(0).toString();
            for (String text : texts(file)) {
                addUses(uses, module, inside.toString(), new SqlText(text), migrations);
            }
        }
        return uses;
    }

    private static List<String> texts(Path file) throws IOException {
        ClassModel parsed = ClassFile.of().parse(file);
        List<String> texts = new ArrayList<>();
        for (PoolEntry entry : parsed.constantPool()) {
            if (entry instanceof StringEntry text) {
                texts.add(text.stringValue());
            }
        }
        return texts;
    }

    private static void addUses(
            Map<TableUse, Set<String>> uses, String module, String where, SqlText sql, Migrations migrations) {
        add(uses, module, TableUse.Kind.WRITES, sql.written(), where, migrations);
        add(uses, module, TableUse.Kind.READS, sql.read(), where, migrations);
        for (String function : sql.called()) {
            SqlText body = migrations.functions().get(function);
            if (body != null) {
                addUses(uses, module, where, body, migrations);
            }
        }
    }

    private static void add(
            Map<TableUse, Set<String>> uses,
            String module,
            TableUse.Kind kind,
            Set<String> tables,
            String where,
            Migrations migrations) {
        for (String table : tables) {
            if (table.equals(SqlText.ANY) || migrations.tables().contains(table)) {
                uses.computeIfAbsent(new TableUse(module, kind, table), _ -> new TreeSet<>())
                        .add(where);
            }
        }
    }
}
