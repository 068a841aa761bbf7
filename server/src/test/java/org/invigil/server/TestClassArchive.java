package org.invigil.server;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * Spares the many servers of a test run a third of their start: the first one that ends in an orderly way leaves behind
 * what it has loaded (the JVM's class data sharing), and the later ones begin with that. It is made anew in each run of
 * the tests, so it is never out of date, and needs a class path of nothing but jars.
 */
final class TestClassArchive {

    private static final Path FOLDER = folder();
    private static final String CLASS_PATH = Stream.of(
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                            .split(File.pathSeparator))
            .map(TestClassArchive::asJar)
            .collect(Collectors.joining(File.pathSeparator));
    private static final AtomicReference<@Nullable Path> finished = new AtomicReference<>();
    private static final AtomicReference<@Nullable Path> inTheMaking = new AtomicReference<>();
    private static final AtomicInteger number = new AtomicInteger();

    /** What this server leaves behind, null if that is not its task. */
    private final @Nullable Path own;

    private TestClassArchive(@Nullable Path own) {
        this.own = own;
    }

    /** @param mayWrite whether the server is one that will load everything */
    static TestClassArchive forServer(boolean mayWrite) {
        Path own = FOLDER.resolve("classes-" + number.incrementAndGet() + ".jsa");
        return new TestClassArchive(
                mayWrite && finished.get() == null && inTheMaking.compareAndSet(null, own) ? own : null);
    }

    List<String> options() {
        List<String> options = new ArrayList<>();
        Path ready = finished.get();
        if (own != null) {
            options.add("-XX:ArchiveClassesAtExit=" + own);
        } else if (ready != null) {
            options.add("-XX:SharedArchiveFile=" + ready);
        }
        options.add("-Xlog:disable"); // the archive is a matter of speed; a server's output is looked at by tests
        options.add("-cp");
        options.add(CLASS_PATH);
        return options;
    }

    /** The class path of the tests, with jars only. */
    static String classPath() {
        return CLASS_PATH;
    }

    /** The server has ended. */
    void ended(boolean orderly) {
        if (own != null) {
            if (orderly && Files.exists(own)) {
                finished.set(own);
            } else {
                inTheMaking.compareAndSet(own, null);
            }
        }
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "test-classes-")
                    .toAbsolutePath();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    FileSystemUtils.deleteRecursively(folder);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String asJar(String entry) {
        Path classes = Path.of(entry);
        if (!Files.isDirectory(classes)) {
            return entry;
        }
        try (Stream<Path> files = Files.walk(classes)) {
            Path jar = Files.createTempFile(FOLDER, "classes", ".jar");
            try (JarOutputStream out = new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)))) {
                out.setLevel(Deflater.NO_COMPRESSION);
                for (Path file : files.filter(path -> !path.equals(classes)).toList()) {
                    String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                    out.putNextEntry(new JarEntry(Files.isDirectory(file) ? name + "/" : name));
                    if (Files.isRegularFile(file)) {
                        Files.copy(file, out);
                    }
                    out.closeEntry();
                }
            }
            return jar.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
