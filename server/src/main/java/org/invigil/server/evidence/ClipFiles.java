package org.invigil.server.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.invigil.server.database.StartException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.io.InputStreamSource;

/** The clips of an installation for a command that runs beside the server, or without one: the bytes and their list. */
public final class ClipFiles implements AutoCloseable {

    private static final int ROWS_AT_ONCE = 1000;

    private final ClipStore store;

    private ClipFiles(ClipStore store) {
        this.store = store;
    }

    /**
     * A clip as its row tells of it.
     *
     * @param storagePath relative, with slashes
     * @param sha256 in lower-case hexadecimal
     */
    public record StoredClip(String storagePath, long fileSizeBytes, String sha256) {}

    /** Takes one clip after the other. */
    public interface Sink {
        void accept(StoredClip clip) throws IOException;
    }

    /**
     * Opens the store that the configuration names. What a server has in the making is left alone.
     *
     * @param data the data folder
     * @throws StartException if it cannot be used
     */
    public static ClipFiles open(Environment environment, Path data) {
        try {
            StorageSettings settings = Binder.get(environment).bindOrCreate("invigil.storage", StorageSettings.class);
            return new ClipFiles(EvidenceConfiguration.open(settings, data, Instant.EPOCH));
        } catch (IOException e) {
            throw new StartException("The folder for clips cannot be used: " + e + ". Set invigil.storage.dir.", e);
        }
    }

    /**
     * Lists the clips that the transaction can see, by their paths. They are read a part at a time, so the connection must
     * not be in auto-commit mode.
     */
    public static void list(Connection transaction, Sink sink) throws SQLException, IOException {
        try (Statement statement = transaction.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery(
                    "SELECT storage_path, file_size_bytes, sha256 FROM video_metadata ORDER BY storage_path")) {
                while (rows.next()) {
                    sink.accept(new StoredClip(rows.getString(1), rows.getLong(2), rows.getString(3)));
                }
            }
        }
    }

    /** Whether the transaction can see a clip with this path. */
    public static boolean isListed(Connection transaction, String storagePath) throws SQLException {
        try (PreparedStatement query =
                transaction.prepareStatement("SELECT 1 FROM video_metadata WHERE storage_path = ?")) {
            query.setString(1, storagePath);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /**
     * Opens the bytes of a clip.
     *
     * @throws java.nio.file.NoSuchFileException if the store has none
     * @throws IOException if the store is away
     */
    public InputStream read(StoredClip clip) throws IOException {
        return store.open(clip.storagePath(), 0, clip.fileSizeBytes());
    }

    /**
     * Writes the bytes of a clip; having them already is as good.
     *
     * @return false if the store holds others under this path, which are left alone
     * @throws IOException if the store is away or full
     */
    public boolean write(StoredClip clip, InputStreamSource content) throws IOException {
        return store.putIfAbsent(clip.storagePath(), content, clip.fileSizeBytes(), clip.sha256())
                != ClipStore.Outcome.TAKEN;
    }

    @Override
    public void close() {
        if (store instanceof S3ClipStore s3) {
            s3.close();
        }
    }
}
