package org.invigil.server.database;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** PostgreSQL's programs, unpacked once for all tests and all runs: unpacking is a good part of a first start. */
public final class TestPrograms {

    /** Where they are. */
    public static final Path HOME = Path.of("target", "postgres-programs").toAbsolutePath();

    private TestPrograms() {}

    /** Puts them where a server would unpack them: links to the same files, or copies on another file system. */
    public static void lendTo(Path home) throws IOException {
        Path unpacked = PostgresBinaries.unpack(HOME);
        Path lent = home.resolve(unpacked.getFileName());
        if (Files.exists(lent)) {
            return;
        }
        try (Stream<Path> all = Files.walk(unpacked)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Path target = lent.resolve(unpacked.relativize(path).toString());
                if (Files.isSymbolicLink(path)) {
                    Files.createSymbolicLink(target, Files.readSymbolicLink(path));
                } else if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    link(target, path);
                }
            }
        }
    }

    private static void link(Path target, Path file) throws IOException {
        try {
            Files.createLink(target, file);
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
