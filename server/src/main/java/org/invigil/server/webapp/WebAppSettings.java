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
        if (dir == null || dir.isBlank()) {
            return "classpath:/static/";
        }
        // The URI of a folder ends with a slash only if the folder exists already.
        String uri = java.nio.file.Path.of(dir).toAbsolutePath().toUri().toString();
        return uri.endsWith("/") ? uri : uri + "/";
    }
}
