package org.invigil.server.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.invigil.server.system.PrivateFiles;

/** A new file that only its owner may read, hashed as it is written; closing it forces it to the disk. */
final class HashedFile extends OutputStream {

    private static final int BUFFER_BYTES = 1 << 16;

    private final FileChannel channel;
    private final OutputStream out;
    private final MessageDigest digest = sha256();
    private long sizeBytes;

    private HashedFile(FileChannel channel) {
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }

    /** Size and hash of what was written, or is there. */
    record Content(long sizeBytes, String sha256) {}

    /** Creates the file, and the folders above it. */
    static HashedFile create(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder, PrivateFiles.folder(folder));
        }
        return new HashedFile(FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PrivateFiles.file(file)));
    }

    /** Reads a file from its beginning to its end. */
    static Content read(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            long sizeBytes = in.transferTo(OutputStream.nullOutputStream());
            return new Content(sizeBytes, HexFormat.of().formatHex(digest.digest()));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public void write(int value) throws IOException {
        out.write(value);
        digest.update((byte) value);
        sizeBytes++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        digest.update(bytes, offset, length);
        sizeBytes += length;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** What was written; asked once, after the last byte. */
    Content content() {
        return new Content(sizeBytes, HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            if (channel.isOpen()) {
                out.flush();
                channel.force(true);
            }
        }
    }
}
