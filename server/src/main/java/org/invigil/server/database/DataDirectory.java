package org.invigil.server.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.invigil.server.system.PrivateFiles;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything one installation keeps. One server at a time owns it: the operating system gives the
 * lock back when the process ends, however it ends.
 */
public final class DataDirectory implements AutoCloseable {

    private final Path path;
    private final FileChannel lockChannel;

    private DataDirectory(Path path, FileChannel lockChannel) {
        this.path = path;
        this.lockChannel = lockChannel;
    }

    /**
     * Creates the folder if it is missing (readable by its owner only) and takes it.
     *
     * @throws StartException if it cannot be written, or another server uses it
     */
    public static DataDirectory open(Path folder) {
        return openIfFree(folder)
                .orElseThrow(
                        () -> new FolderInUseException(folder.toAbsolutePath().normalize()));
    }

    /**
     * The same, but empty if another server uses the folder.
     *
     * @throws StartException if it cannot be written
     */
    static Optional<DataDirectory> openIfFree(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, PrivateFiles.folder(path));
            }
            FileChannel channel =
                    FileChannel.open(path.resolve("invigil.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new DataDirectory(path, channel));
        } catch (IOException e) {
            throw new StartException(
                    "The data folder " + path + " cannot be used: " + e + ". Choose another one with --data.", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // taken by this very process
        }
    }

    public Path path() {
        return path;
    }

    /** Gives the folder back. The lock file stays: removing it would race with the next owner. */
    @Override
    public void close() throws IOException {
        lockChannel.close();
    }
}
