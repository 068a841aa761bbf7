package org.invigil.server.evidence;

import jakarta.servlet.MultipartConfigElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.invigil.server.database.StartException;
import org.invigil.server.session.SittingSettings;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Chooses the store, and prepares the folder that uploads arrive in. */
@Configuration(proxyBeanMethods = false)
class EvidenceConfiguration {

    private static final long MAX_FIELD_BYTES = 64 * 1024;

    /** An upload is one clip and a few short fields, and goes to the disk at once. */
    @Bean
    MultipartConfigElement uploads(
            SittingSettings settings, @Value("${spring.servlet.multipart.location}") Path arriving) {
        long maxFileBytes = settings.clip().maxBytes();
        return new MultipartConfigElement(arriving.toString(), maxFileBytes, maxFileBytes + MAX_FIELD_BYTES, 0);
    }

    @Bean
    ClipStore clipStore(
            StorageSettings settings,
            @Value("${invigil.data}") Path data,
            @Value("${spring.servlet.multipart.location}") Path arriving,
            Clock clock) {
        try {
            emptyFolder(arriving);
            return open(settings, data, clock.instant());
        } catch (IOException e) {
            throw new StartException("The folder for clips cannot be used: " + e + ". Set invigil.storage.dir.", e);
        }
    }

    /**
     * Opens the store.
     *
     * @param now see {@link FileClipStore}
     */
    static ClipStore open(StorageSettings settings, Path data, Instant now) throws IOException {
        return switch (settings.kind()) {
            case FILE ->
                new FileClipStore(settings.dir() == null ? data.resolve("storage") : Path.of(settings.dir()), now);
            case S3 -> new S3ClipStore(settings.s3());
        };
    }

    /** What is in it belongs to requests that a killed server never finished. */
    private static void emptyFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}
