package org.invigil.server.evidence;

import java.time.Duration;
import org.invigil.server.database.StartException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where clips are stored, {@code invigil.storage.*}.
 *
 * @param kind the local file system or an S3 store
 * @param dir the folder of the file store; {@code storage} in the data folder unless set
 * @param s3 the S3 store
 */
@ConfigurationProperties(prefix = "invigil.storage", ignoreUnknownFields = false)
record StorageSettings(
        @DefaultValue("file") Kind kind,
        @Nullable String dir,
        @DefaultValue S3 s3) {

    enum Kind {
        FILE,
        S3
    }

    /**
     * An S3 store.
     *
     * @param endpoint its address; null for Amazon's own
     * @param bucket must exist
     * @param pathStyle the bucket is in the path, not in the host name; what most stores but Amazon's want
     * @param timeout how long one call may take, its retries included
     */
    record S3(
            @Nullable String endpoint,
            @DefaultValue("us-east-1") String region,
            @Nullable String bucket,
            @Nullable String accessKey,
            @Nullable String secretKey,
            @DefaultValue("true") boolean pathStyle,
            @DefaultValue("30s") Duration timeout) {

        S3 {
            if (timeout.toMillis() < 1_000 || timeout.toMillis() > 300_000) {
                throw new IllegalArgumentException(
                        "invigil.storage.s3.timeout must be 1s to 300s, not " + timeout.toMillis() + "ms");
            }
        }

        String requiredBucket() {
            return required("bucket", bucket);
        }

        String requiredAccessKey() {
            return required("access-key", accessKey);
        }

        String requiredSecretKey() {
            return required("secret-key", secretKey);
        }

        private static String required(String key, @Nullable String value) {
            if (value == null || value.isBlank()) {
                throw new StartException("Set invigil.storage.s3." + key + ", or invigil.storage.kind=file.");
            }
            return value;
        }
    }
}
