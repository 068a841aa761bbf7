package org.invigil.vision.testdata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The files of {@code testdata/}: each is named by its path there and pinned in {@code SHA256SUMS}. */
public final class TestData {

    private static final long INSTALL_TIMEOUT_MINUTES = 5;

    private static final Path FOLDER = installed(find());
    private static final Map<String, String> SUMS = sums();

    private TestData() {}

    /** The folder itself, with its npm packages installed. */
    public static Path folder() {
        return FOLDER;
    }

    /** Names of all pinned files. */
    public static List<String> names() {
        return SUMS.keySet().stream().sorted().toList();
    }

    /**
     * The content of a pinned file.
     *
     * @throws IllegalStateException if its SHA-256 is not the pinned one
     */
    public static byte[] bytes(String name) {
        String expected = Objects.requireNonNull(SUMS.get(name), () -> name + " is not in testdata/SHA256SUMS");
        try {
            byte[] content = Files.readAllBytes(FOLDER.resolve(name));
            String actual = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            if (!actual.equals(expected)) {
                throw new IllegalStateException(
                        "testdata/" + name + " has SHA-256 " + actual + ", pinned is " + expected);
            }
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The path of a pinned file, after a check of its sum. */
    public static Path file(String name) {
        bytes(name);
        return FOLDER.resolve(name);
    }

    private static Path find() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve("testdata");
            if (Files.isRegularFile(candidate.resolve("SHA256SUMS"))) {
                return candidate;
            }
        }
        throw new IllegalStateException("No testdata/SHA256SUMS above " + start + "; run the tests from the project.");
    }

    /** Runs {@code npm ci} unless the installed packages are those of the lock file; one process at a time. */
    private static Path installed(Path folder) {
        Path stamp = folder.resolve("node_modules/.installed-lock.json");
        Path lockFile = folder.resolve("package-lock.json");
        try (FileChannel channel = FileChannel.open(
                folder.resolve(".install.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // until the channel is closed
            byte[] wanted = Files.readAllBytes(lockFile);
            if (!Files.exists(stamp) || !Arrays.equals(Files.readAllBytes(stamp), wanted)) {
                runNpmCi(folder);
                Files.write(stamp, wanted);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void runNpmCi(Path folder) throws IOException {
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(".install.log").toFile())
                .start();
        try {
            if (!npm.waitFor(INSTALL_TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
                npm.destroyForcibly();
                throw new IllegalStateException("npm ci in " + folder + " took more than " + INSTALL_TIMEOUT_MINUTES
                        + " minutes; see .install.log there");
            }
        } catch (InterruptedException e) {
            npm.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while npm installed the test pictures", e);
        }
        if (npm.exitValue() != 0) {
            throw new IllegalStateException("npm ci in " + folder + " failed; see .install.log there");
        }
    }

    private static Map<String, String> sums() {
        try {
            return Files.readAllLines(FOLDER.resolve("SHA256SUMS")).stream()
                    .filter(line -> !line.isBlank())
                    .collect(Collectors.toUnmodifiableMap(line -> line.substring(66), line -> line.substring(0, 64)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
