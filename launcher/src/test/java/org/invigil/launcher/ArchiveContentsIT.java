package org.invigil.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every archive that {@code invigil dist} has left, of whatever platform: what natives are in it, and under which licences. */
class ArchiveContentsIT {

    private static final Path ARCHIVES = Path.of("../deploy/target/archives");

    /** What the first bytes of native code are: ELF; Mach-O for one processor and for several; Windows. */
    private static final Set<String> NATIVE = Set.of("7f454c46", "cffaedfe", "cafebabe", "4d5a");

    private static final int LONGEST_SIGN = 4;

    static Stream<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(ARCHIVES)) {
            return files.sorted().toList().stream();
        }
    }

    /** What was found in an archive. */
    private static final class Contents {
        final Set<String> names = new HashSet<>();
        final Set<String> jars = new TreeSet<>();
        final Set<String> natives = new TreeSet<>();
        final Map<Pattern, List<String>> licences = new LinkedHashMap<>();
    }

    @ParameterizedTest
    @MethodSource("archives")
    void nativesAreOfThatPlatformAloneAndEachHasItsLicence(Path archive) throws IOException {
        Platform platform = platformOf(archive);
        Contents contents = read(archive);

        assertThat(contents.names)
                .contains("invigil", "invigil.cmd", "README.txt", "app/launcher.jar", "app/server.jar");
        assertThat(contents.jars.stream().filter(jar -> isOfAPlatform(jar)))
                .as("jars of one platform")
                .isNotEmpty()
                .allMatch(jar ->
                        jar.contains("-" + platform.id() + ".jar") || jar.contains("-" + platform.postgres() + "-"));
        assertThat(contents.natives).as("native code").hasSizeGreaterThan(100);
        Set<String> withoutLicence = contents.natives.stream()
                .filter(file -> licencesOf(file, contents).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(withoutLicence)
                .as("native code without a line in licenses/natives.tsv")
                .isEmpty();
        Set<String> missing = contents.natives.stream()
                .flatMap(file -> licencesOf(file, contents).orElseThrow().stream())
                .filter(text -> !contents.names.contains("licenses/" + text))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(missing).as("texts that natives.tsv names").isEmpty();
    }

    private static Platform platformOf(Path archive) {
        return Arrays.stream(Platform.values())
                .filter(platform -> archive.getFileName().toString().contains("-" + platform.id()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not an archive of a platform: " + archive));
    }

    private static boolean isOfAPlatform(String jar) {
        return Arrays.stream(Platform.values())
                .anyMatch(
                        platform -> jar.contains("-" + platform.id()) || jar.contains("-" + platform.postgres() + "-"));
    }

    private static Optional<List<String>> licencesOf(String file, Contents contents) {
        return contents.licences.entrySet().stream()
                .filter(licence -> licence.getKey().matcher(file).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Contents read(Path archive) throws IOException {
        Contents contents = new Contents();
        boolean zip = archive.toString().endsWith(".zip");
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                ArchiveInputStream<? extends ArchiveEntry> entries =
                        zip ? new ZipArchiveInputStream(file) : new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (ArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
                contents.names.add(name);
                if (name.equals("licenses/natives.tsv")) {
                    readLicences(new String(entries.readAllBytes(), StandardCharsets.UTF_8), contents);
                } else if (name.startsWith("app/lib/") && name.endsWith(".jar")) {
                    contents.jars.add(name.substring("app/lib/".length()));
                    readJar(entries, contents);
                }
            }
        }
        return contents;
    }

    private static void readLicences(String table, Contents contents) {
        table.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String[] cells = line.split("\t", -1);
            assertThat(cells).as(line).hasSize(2);
            contents.licences.put(Pattern.compile("(.*/)?(?:" + cells[0] + ")"), List.of(cells[1].split(" ", -1)));
        });
    }

    private static void readJar(InputStream file, Contents contents) throws IOException {
        ZipArchiveInputStream jar = new ZipArchiveInputStream(file); // not closed: the archive is read on
        for (ArchiveEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
            if (entry.getName().endsWith(".txz")) {
                TarArchiveInputStream programs = new TarArchiveInputStream(new XZCompressorInputStream(jar));
                for (ArchiveEntry program = programs.getNextEntry();
                        program != null;
                        program = programs.getNextEntry()) {
                    lookAt(program, programs, contents);
                }
            } else {
                lookAt(entry, jar, contents);
            }
        }
    }

    private static void lookAt(ArchiveEntry entry, InputStream bytes, Contents contents) throws IOException {
        if (entry.isDirectory() || entry.getName().endsWith(".class")) {
            return;
        }
        String start = HexFormat.of().formatHex(bytes.readNBytes(LONGEST_SIGN));
        if (NATIVE.stream().anyMatch(start::startsWith)) {
            contents.natives.add(entry.getName());
        }
    }
}
