package org.invigil.bench.tests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The times in Surefire's reports of the last run. */
final class TestTimes {

    /**
     * One test class.
     *
     * @param seconds the whole class, with what it starts first
     */
    record TestClass(String module, String name, int tests, double seconds) {}

    private final List<TestClass> classes;

    private TestTimes(List<TestClass> classes) {
        this.classes = classes;
    }

    /**
     * Reads the reports of every module of a source tree.
     *
     * @throws IOException if there are none, or one is no report
     */
    static TestTimes read(Path project) throws IOException {
        List<TestClass> classes = new ArrayList<>();
        try (Stream<Path> modules = Files.list(project)) {
            for (Path module : modules.sorted().toList()) {
                Path reports = module.resolve("target/surefire-reports");
                if (Files.isDirectory(reports)) {
                    addReports(classes, String.valueOf(module.getFileName()), reports);
                }
            }
        }
        if (classes.isEmpty()) {
            throw new IOException("No module in " + project
                    + " has test reports in target/surefire-reports. Run ./invigil test first.");
        }
        return new TestTimes(classes);
    }

    private static void addReports(List<TestClass> classes, String module, Path reports) throws IOException {
        try (Stream<Path> files = Files.list(reports)) {
            for (Path file : files.sorted().toList()) {
                if (String.valueOf(file.getFileName()).matches("TEST-.*\\.xml")) {
                    classes.add(report(module, file));
                }
            }
        }
    }

    private static TestClass report(String module, Path file) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            xml.nextTag();
            return new TestClass(
                    module,
                    xml.getAttributeValue(null, "name"),
                    Integer.parseInt(xml.getAttributeValue(null, "tests")),
                    Double.parseDouble(xml.getAttributeValue(null, "time")));
        } catch (XMLStreamException | NumberFormatException e) {
            throw new IOException(file + " is no report of Surefire: " + e.getMessage(), e);
        }
    }

    /** A table in Markdown: the slowest classes, slowest first, and the sum of all. */
    String slowest(int most) {
        StringBuilder table = new StringBuilder("| seconds | tests | class | module |\n| ---: | ---: | --- | --- |\n");
        classes.stream()
                .sorted(Comparator.comparingDouble(TestClass::seconds).reversed())
                .limit(most)
                .forEach(slow -> table.append(String.format(
                        Locale.ROOT,
                        "| %.1f | %d | `%s` | %s |\n",
                        slow.seconds(),
                        slow.tests(),
                        slow.name().substring(slow.name().lastIndexOf('.') + 1),
                        slow.module())));
        table.append(String.format(
                Locale.ROOT,
                "| %.1f | %d | all %d classes | |\n",
                classes.stream().mapToDouble(TestClass::seconds).sum(),
                classes.stream().mapToInt(TestClass::tests).sum(),
                classes.size()));
        return table.toString();
    }
}
