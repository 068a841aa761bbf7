package org.invigil.server.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.apache.commons.io.input.BoundedInputStream;
import org.invigil.server.system.PrivateFiles;
import org.springframework.core.io.InputStreamSource;

/**
 * Clips as files below one folder. A file appears under its name whole and flushed to the disk, or not at all, and never
 * in the place of another.
 */
final class FileClipStore implements ClipStore {

    /** Another node may share the folder; no write takes so long. */
    private static final Duration DRAFT_LIFE = Duration.ofHours(1);

    private final Path root;
    private final Path incoming;

    /**
     * Creates the folder if it is missing.
     *
     * @param now drafts much older than this were left by a server that was killed; they are removed
     */
    FileClipStore(Path root, Instant now) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        this.incoming = Files.createDirectories(this.root.resolve("incoming"));
        try (var drafts = Files.newDirectoryStream(incoming)) {
            for (Path draft : drafts) {
                if (Files.getLastModifiedTime(draft).toInstant().isBefore(now.minus(DRAFT_LIFE))) {
                    Files.deleteIfExists(draft);
                }
            }
        }
    }

    @Override
    public Outcome putIfAbsent(String path, InputStreamSource content, long sizeBytes, String sha256)
            throws IOException {
        Path target = resolve(path);
        Path folder = Files.createDirectories(parent(target));
        Path draft = Files.createTempFile(incoming, "clip", ".webm");
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE);
                    InputStream source = content.getInputStream();
                    OutputStream sink = Channels.newOutputStream(channel)) {
                source.transferTo(sink);
                channel.force(true);
            }
            try {
                Files.createLink(target, draft); // unlike a move it never replaces
            } catch (FileAlreadyExistsException e) {
                return Sha256.of(() -> Files.newInputStream(target)).equals(sha256)
                        ? Outcome.ALREADY_THERE
                        : Outcome.TAKEN;
            }
            PrivateFiles.forceNames(folder);
            return Outcome.STORED;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    @Override
    public InputStream open(String path, long offset, long length) throws IOException {
        FileChannel channel = FileChannel.open(resolve(path), StandardOpenOption.READ);
        try {
            channel.position(offset);
            return BoundedInputStream.builder()
                    .setInputStream(Channels.newInputStream(channel))
                    .setMaxCount(length)
                    .get();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void delete(String path) throws IOException {
        Files.deleteIfExists(resolve(path));
    }

    /** Writes and removes a file: a full disk and a folder that is only to be read are seen. */
    @Override
    public void check() throws IOException {
        Path probe = Files.createTempFile(incoming, "check", ".tmp");
        try {
            Files.write(probe, new byte[4096]);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private Path resolve(String path) {
        Path resolved = root.resolve(path).normalize();
        if (!resolved.startsWith(root) || resolved.equals(root)) {
            throw new IllegalArgumentException("Not a path below the store: " + path);
        }
        return resolved;
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("No folder above " + path);
        }
        return parent;
    }
}
