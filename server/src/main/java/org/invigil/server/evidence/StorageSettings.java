package org.invigil.server.evidence;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where clips are stored, {@code invigil.storage.*}.
 *
 * @param kind the local file system or an S3 store
 * @param dir the folder of the file store; {@code storage} in the data folder unless set
 * @param s3 the S3 store
 */
@Validated
@ConfigurationProperties(prefix = "invigil.storage", ignoreUnknownFields = false)
record StorageSettings(
        @DefaultValue("file") Kind kind,
        @Nullable String dir,
        @Valid @DefaultValue S3 s3) {

    StorageSettings {
        if (kind == Kind.S3) {
            s3.requiredBucket();
            s3.requiredAccessKey();
            s3.requiredSecretKey();
        }
    }

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
            @Nullable
            @Pattern(regexp = "(https?://\\S+)?", message = "must be an address such as https://s3.example:9000")
            String endpoint,

            @DefaultValue("us-east-1") @NotBlank String region,
            @Nullable String bucket,
            @Nullable String accessKey,
            @Nullable String secretKey,
            @DefaultValue("true") boolean pathStyle,

            @DefaultValue("30s")
            @DurationMin(seconds = 1, message = "must be 1s to 5m")
            @DurationMax(minutes = 5, message = "must be 1s to 5m")
            Duration timeout) {

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
                throw new IllegalArgumentException("Set invigil.storage.s3." + key + ", or invigil.storage.kind=file.");
            }
            return value;
        }
    }
}
