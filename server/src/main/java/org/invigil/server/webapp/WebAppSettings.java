package org.invigil.server.webapp;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the built web app is, {@code invigil.web.*}.
 *
 * @param dir a folder with index.html; without it the files packed into the server are used
 */
@ConfigurationProperties(prefix = "invigil.web", ignoreUnknownFields = false)
record WebAppSettings(@Nullable String dir) {

    /** As Spring's resource handlers want it, with a slash at the end. */
    String location() {
        return dir == null || dir.isBlank()
                ? "classpath:/static/"
                : java.nio.file.Path.of(dir).toAbsolutePath().toUri() + (dir.endsWith("/") ? "" : "/");
    }
}
