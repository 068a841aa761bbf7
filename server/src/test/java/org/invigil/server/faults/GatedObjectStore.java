package org.invigil.server.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.invigil.server.TestGate;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.springframework.util.FileSystemUtils;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3 server with the bucket {@code clips}, behind a gate. */
final class GatedObjectStore implements AutoCloseable {

    private static final String SECRET = "a-secret-of-the-test";

    private final Path folder;
    private final BlobStoreContext blobs;
    private final S3Proxy server;
    private final TestGate gate;

    GatedObjectStore() {
        try {
            folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "objects-")
                    .toAbsolutePath();
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
        } catch (Exception e) {
            throw new IllegalStateException("The S3 server does not start", e);
        }
        gate = new TestGate(server.getPort());
        try (S3Client admin = S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + server.getPort()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", SECRET)))
                .build()) {
            admin.createBucket(bucket -> bucket.bucket("clips"));
        }
    }

    TestGate gate() {
        return gate;
    }

    Map<String, String> settings() {
        return Map.of(
                "invigil.storage.kind", "s3",
                "invigil.storage.s3.endpoint", "http://127.0.0.1:" + gate.port(),
                "invigil.storage.s3.bucket", "clips",
                "invigil.storage.s3.access-key", "test",
                "invigil.storage.s3.secret-key", SECRET);
    }

    @Override
    public void close() throws IOException {
        gate.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("The S3 server does not stop", e);
        }
        blobs.close();
        FileSystemUtils.deleteRecursively(folder);
    }
}
