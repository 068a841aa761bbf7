package org.invigil.server.database;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import org.invigil.server.system.PrivateFiles;

/**
 * The embedded database's passwords, generated once and kept beside it in a file only its owner can read.
 *
 * @param superuser of PostgreSQL; used to create roles and databases, never by the running application
 * @param owner of the schema; used by migrations
 * @param app the running application
 */
record DatabasePasswords(String superuser, String owner, String app) {

    static DatabasePasswords loadOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            write(file);
        }
        Properties stored = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            stored.load(reader);
        }
        return new DatabasePasswords(
                required(stored, "superuser", file), required(stored, "owner", file), required(stored, "app", file));
    }

    private static String required(Properties stored, String key, Path file) {
        String value = stored.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new StartException("The file " + file + " has no password '" + key
                    + "'. Restore it from your backup: without it the database cannot be opened.");
        }
        return value;
    }

    private static void write(Path file) throws IOException {
        Properties fresh = new Properties();
        SecureRandom random = new SecureRandom();
        for (String key : new String[] {"superuser", "owner", "app"}) {
            byte[] secret = new byte[24];
            random.nextBytes(secret);
            fresh.setProperty(key, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        }
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PrivateFiles.file(draft));
        try (Writer writer = Files.newBufferedWriter(draft)) {
            fresh.store(writer, "Passwords of the embedded PostgreSQL. Keep this file with its data folder.");
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String toString() {
        return "DatabasePasswords[hidden]";
    }
}
