package org.invigil.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.invigil.server.TestClip;
import org.invigil.server.TestS3;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ByteArrayResource;

/** Both stores keep the same promises; the S3 one against a real S3 server. */
class ClipStoreTests {

    private static final String PATH = "exam-recordings/student/session/20260301T090000.000Z.webm";

    private final Path folder;
    private @Nullable TestS3 server;
    private @Nullable S3ClipStore s3;

    ClipStoreTests(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @EnumSource(StorageSettings.Kind.class)
    void anObjectIsWrittenOnceAndReadInParts(StorageSettings.Kind kind) throws Exception {
        ClipStore store = open(kind);
        byte[] one = "first clip".getBytes(StandardCharsets.UTF_8);
        byte[] two = "other clip".getBytes(StandardCharsets.UTF_8);
        assertThat(put(store, one)).isEqualTo(ClipStore.Outcome.STORED);
        assertThat(put(store, one)).as("a retry").isEqualTo(ClipStore.Outcome.ALREADY_THERE);
        assertThat(put(store, two)).as("another clip").isEqualTo(ClipStore.Outcome.TAKEN);
        assertThat(read(store, 0, one.length)).isEqualTo("first clip");
        assertThat(read(store, 6, 4)).isEqualTo("clip");
        store.delete(PATH);
        store.delete(PATH);
        assertThatThrownBy(() -> store.open(PATH, 0, 1)).isInstanceOf(NoSuchFileException.class);
        assertThat(put(store, two)).isEqualTo(ClipStore.Outcome.STORED);
    }

    @Test
    void aStoreThatIsGoneIsAnIoException() throws Exception {
        ClipStore store = open(StorageSettings.Kind.S3);
        java.util.Objects.requireNonNull(server).stop();
        assertThatThrownBy(() -> put(store, new byte[] {1})).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.open(PATH, 0, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void aFileStoreLeavesNothingHalfWrittenAndNeverLeavesItsFolder() throws Exception {
        ClipStore store = open(StorageSettings.Kind.FILE);
        assertThatThrownBy(() -> store.putIfAbsent(
                        PATH,
                        () -> {
                            throw new IOException("the upload broke off");
                        },
                        1,
                        "0".repeat(64)))
                .isInstanceOf(IOException.class);
        assertThat(folder.resolve("clips").resolve(PATH)).doesNotExist();
        try (var drafts = Files.list(folder.resolve("clips/incoming"))) {
            assertThat(drafts).isEmpty();
        }
        assertThatThrownBy(() -> store.open("../outside", 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @AfterEach
    void stop() throws Exception {
        if (s3 != null) {
            s3.close();
        }
        if (server != null) {
            server.stop();
        }
    }

    private ClipStore open(StorageSettings.Kind kind) throws Exception {
        if (kind == StorageSettings.Kind.FILE) {
            return new FileClipStore(folder.resolve("clips"), Instant.now());
        }
        server = new TestS3(folder);
        s3 = new S3ClipStore(new StorageSettings.S3(
                server.endpoint(),
                "us-east-1",
                TestS3.BUCKET,
                TestS3.ACCESS_KEY,
                TestS3.SECRET_KEY,
                true,
                Duration.ofSeconds(30)));
        return s3;
    }

    private static ClipStore.Outcome put(ClipStore store, byte[] bytes) throws IOException {
        return store.putIfAbsent(PATH, new ByteArrayResource(bytes), bytes.length, TestClip.sha256(bytes));
    }

    private static String read(ClipStore store, long offset, long length) throws IOException {
        try (InputStream stream = store.open(PATH, offset, length)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
