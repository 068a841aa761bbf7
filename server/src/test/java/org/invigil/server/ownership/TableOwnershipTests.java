package org.invigil.server.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.invigil.server.InvigilServer;
import org.invigil.server.ownership.TableUse.Kind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One module owns a table: it alone writes it, and others read through it. What is otherwise stands, with its reason, in
 * {@code table-exceptions.txt}. That list gets shorter; it never gets longer.
 */
class TableOwnershipTests {

    /** As many as the list has today. When one goes, lower the number; raising it is never the answer. */
    private static final Map<Kind, Integer> EXCEPTIONS = Map.of(Kind.WRITES, 3, Kind.READS, 17);

    private static final Path EXCEPTION_LIST = Path.of("src/test/resources/table-exceptions.txt");

    private static Migrations migrations = new Migrations(Set.of(), Map.of());
    private static Map<String, Set<String>> owned = Map.of();
    private static Map<TableUse, Set<String>> foreign = Map.of();
    private static Map<String, String> exceptions = Map.of();

    @BeforeAll
    static void readEverything() throws IOException, URISyntaxException {
        migrations = Migrations.in(Path.of("src/main/resources/db/migration"));
        owned = Owners.in(Path.of("src/main/java"));
        Path classes = Path.of(InvigilServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Map<TableUse, Set<String>> uses = new TreeMap<>(ServerSql.uses(classes, migrations));
        uses.keySet().removeIf(use -> owned.getOrDefault(use.module(), Set.of()).contains(use.table()));
        Set<TableUse> all = Set.copyOf(uses.keySet());
        uses.keySet()
                .removeIf(use ->
                        use.kind() == Kind.READS && all.contains(new TableUse(use.module(), Kind.WRITES, use.table())));
        foreign = uses;
        exceptions = new LinkedHashMap<>();
        for (String line : Files.readAllLines(EXCEPTION_LIST)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split(":", 2);
                assertThat(parts)
                        .as("'%s' is written 'module writes|reads table: reason'", line)
                        .hasSize(2);
                assertThat(parts[1]).as("the reason in '%s'", line).isNotBlank();
                assertThat(exceptions.put(parts[0].strip(), parts[1].strip()))
                        .as("'%s' stands there once", parts[0])
                        .isNull();
            }
        }
    }

    @Test
    void everyTableHasOneOwner() {
        Map<String, List<String>> owners = migrations.tables().stream()
                .collect(Collectors.toMap(table -> table, table -> owned.entrySet().stream()
                        .filter(module -> module.getValue().contains(table))
                        .map(Map.Entry::getKey)
                        .toList()));

        assertThat(owners).isNotEmpty().allSatisfy((table, modules) -> assertThat(modules)
                .as("whose package-info says \"Owns {@code %s}\"", table)
                .hasSize(1));
        assertThat(migrations.tables())
                .as("whatever is owned is a table of the migrations")
                .containsAll(owned.values().stream().flatMap(Set::stream).toList());
    }

    @Test
    void onlyTheOwnerWritesATable() {
        assertThat(unlisted(Kind.WRITES))
                .as("writes of tables that another module owns: call a method of that module instead")
                .isEmpty();
    }

    @Test
    void othersReadThroughTheOwner() {
        assertThat(unlisted(Kind.READS))
                .as("reads of tables that another module owns: call a method of that module instead")
                .isEmpty();
    }

    @Test
    void everyExceptionIsNeeded() {
        Set<String> needless = new TreeSet<>(exceptions.keySet());
        foreign.keySet().forEach(use -> needless.remove(use.toString()));

        assertThat(needless).as("take these lines out of %s", EXCEPTION_LIST).isEmpty();
    }

    @Test
    void theListOnlyGetsShorter() {
        for (Kind kind : Kind.values()) {
            assertThat(exceptions.keySet().stream()
                            .filter(use -> use.contains(kind == Kind.WRITES ? " writes " : " reads ")))
                    .as("exceptions that %s", kind)
                    .hasSize(EXCEPTIONS.getOrDefault(kind, 0));
        }
    }

    private static Map<TableUse, Set<String>> unlisted(Kind kind) {
        Map<TableUse, Set<String>> unlisted = new TreeMap<>(foreign);
        unlisted.keySet().removeIf(use -> use.kind() != kind || exceptions.containsKey(use.toString()));
        return unlisted;
    }
}
