package org.invigil.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshnessTest {

    private static final Instant BUILT = Instant.parse("2026-01-01T12:00:00Z");

    private final Path folder;
    private final Path stamp;
    private final Path sources;

    FreshnessTest(@TempDir Path folder) {
        this.folder = folder;
        this.stamp = folder.resolve("stamp");
        this.sources = folder.resolve("src");
    }

    @BeforeEach
    void builtOnce() throws IOException {
        Files.createDirectories(sources.resolve("a/node_modules"));
        Files.createFile(sources.resolve("a/Main.java"));
        Files.createFile(sources.resolve("a/node_modules/library.js"));
        try (var all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                changed(path, BUILT.minusSeconds(60));
            }
        }
        Freshness.stamp(stamp, BUILT);
    }

    private static void changed(Path path, Instant at) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(at));
    }

    private boolean isStale() throws IOException {
        return Freshness.isStale(stamp, List.of(sources, folder.resolve("not-there")));
    }

    @Test
    void nothingChanged() throws IOException {
        assertThat(isStale()).isFalse();
    }

    @Test
    void nothingWasBuilt() throws IOException {
        Files.delete(stamp);
        assertThat(isStale()).isTrue();
    }

    @Test
    void aFileChanged() throws IOException {
        changed(sources.resolve("a/Main.java"), BUILT.plusMillis(1));
        assertThat(isStale()).isTrue();
    }

    /** A file that goes leaves its trace in its folder. */
    @Test
    void aFileWasDeleted() throws IOException {
        changed(sources.resolve("a"), BUILT.plusMillis(1));
        assertThat(isStale()).isTrue();
    }

    @Test
    void librariesDoNotCount() throws IOException {
        changed(sources.resolve("a/node_modules/library.js"), BUILT.plusMillis(1));
        assertThat(isStale()).isFalse();
    }

    @Test
    void aStampIsSetAgain() throws IOException {
        changed(sources.resolve("a/Main.java"), BUILT.plusMillis(1));
        Freshness.stamp(stamp, BUILT.plusMillis(2));
        assertThat(isStale()).isFalse();
    }
}
