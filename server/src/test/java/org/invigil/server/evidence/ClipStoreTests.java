package org.invigil.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.invigil.server.TestClip;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ByteArrayResource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Both stores keep the same promises; the S3 one against a real S3 server. */
class ClipStoreTests {

    private static final String PATH = "exam-recordings/student/session/20260301T090000.000Z.webm";
    private static final String SECRET = "a-secret-of-the-test";

    private final Path folder;
    private @Nullable S3Proxy server;
    private @Nullable BlobStoreContext blobs;
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
        if (blobs != null) {
            blobs.close();
        }
    }

    private ClipStore open(StorageSettings.Kind kind) throws Exception {
        if (kind == StorageSettings.Kind.FILE) {
            return new FileClipStore(folder.resolve("clips"), Instant.now());
        }
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", folder.toString());
        blobs = ContextBuilder.newBuilder("filesystem-nio2")
                .credentials("test", SECRET)
                .overrides(properties)
                .build(BlobStoreContext.class);
        server = S3Proxy.builder()
                .blobStore(blobs.getBlobStore())
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "test", SECRET)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        server.start();
        String endpoint = "http://127.0.0.1:" + server.getPort();
        try (S3Client admin = S3Client.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", SECRET)))
                .build()) {
            admin.createBucket(bucket -> bucket.bucket("clips"));
        }
        s3 = new S3ClipStore(
                new StorageSettings.S3(endpoint, "us-east-1", "clips", "test", SECRET, true, Duration.ofSeconds(30)));
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
