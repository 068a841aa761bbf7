package org.invigil.server.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.InputStreamSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Clips as objects of an S3 bucket. An object is written on the condition that there is none under its key. */
final class S3ClipStore implements ClipStore, AutoCloseable {

    private static final String SHA256 = "sha256";
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409; // two conditional writes at the same moment

    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(4);

    private final S3Client s3;
    private final String bucket;

    S3ClipStore(StorageSettings.S3 settings) {
        this.bucket = settings.requiredBucket();
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.requiredAccessKey(), settings.requiredSecretKey())))
                // Stores other than Amazon's do not all know the newer checksums; ours travels as metadata.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(limits -> limits.apiCallTimeout(settings.timeout())
                        .apiCallAttemptTimeout(settings.timeout().dividedBy(2)));
        if (settings.endpoint() != null && !settings.endpoint().isBlank()) {
            builder.endpointOverride(URI.create(settings.endpoint()));
        }
        this.s3 = builder.build();
    }

    @Override
    public Outcome putIfAbsent(String path, InputStreamSource content, long sizeBytes, String sha256)
            throws IOException {
        // Some stores do not know the condition below and would replace what is there.
        Optional<String> stored = findSha256(path);
        if (stored.isPresent()) {
            return outcome(stored.get(), sha256);
        }
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(path)
                .contentType(ClipUpload.CONTENT_TYPE)
                .metadata(Map.of(SHA256, sha256))
                .ifNoneMatch("*")
                .build();
        try {
            s3.putObject(
                    request, RequestBody.fromContentProvider(() -> open(content), sizeBytes, ClipUpload.CONTENT_TYPE));
            return Outcome.STORED;
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
                return outcome(findSha256(path).orElse(""), sha256);
            }
            throw new IOException("The S3 store refused " + path + ": " + e.getMessage(), e);
        } catch (SdkException e) {
            throw new IOException("The S3 store does not answer: " + e.getMessage(), e);
        }
    }

    private static InputStream open(InputStreamSource content) {
        try {
            return content.getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome outcome(String storedSha256, String sha256) {
        return storedSha256.equals(sha256) ? Outcome.ALREADY_THERE : Outcome.TAKEN;
    }

    /** The checksum of the object under this path; empty if there is none. */
    private Optional<String> findSha256(String path) throws IOException {
        try {
            return Optional.of(s3.headObject(head -> head.bucket(bucket).key(path))
                    .metadata()
                    .getOrDefault(SHA256, ""));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw new IOException("The S3 store does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public InputStream open(String path, long offset, long length) throws IOException {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(bucket)
                .key(path)
                .range("bytes=" + offset + "-" + (offset + length - 1))
                .build();
        try {
            return s3.getObject(request);
        } catch (NoSuchKeyException e) {
            NoSuchFileException missing = new NoSuchFileException(path);
            missing.initCause(e);
            throw missing;
        } catch (SdkException e) {
            throw new IOException("The S3 store does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        try {
            s3.deleteObject(delete -> delete.bucket(bucket).key(path));
        } catch (SdkException e) {
            throw new IOException("The S3 store does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void check() throws IOException {
        try {
            s3.headBucket(
                    head -> head.bucket(bucket).overrideConfiguration(limits -> limits.apiCallTimeout(CHECK_TIMEOUT)
                            .apiCallAttemptTimeout(CHECK_TIMEOUT)));
        } catch (SdkException e) {
            throw new IOException("The bucket " + bucket + " cannot be reached: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
