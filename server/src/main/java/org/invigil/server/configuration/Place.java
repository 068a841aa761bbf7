package org.invigil.server.configuration;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;

/** Where a value was written, in words for a person. */
record Place(String words, @Nullable Path file, @Nullable String environmentVariable) {

    static final Place DEFAULT = new Place("default", null, null);

    static Place of(ConfigurationProperty property) {
        Origin origin = property.getOrigin();
        if (origin instanceof PropertySourceOrigin source) {
            origin = source.getOrigin(); // what the source itself knows, such as a line of a file
        }
        return switch (origin) {
            case SystemEnvironmentOrigin variable ->
                new Place("environment variable " + variable.getProperty(), null, variable.getProperty());
            case TextResourceOrigin text -> ofFile(text);
            case null -> new Place("command line", null, null);
            default -> new Place(origin.toString(), null, null);
        };
    }

    private static Place ofFile(TextResourceOrigin text) {
        String line = text.getLocation() == null
                ? ""
                : ", line " + (text.getLocation().getLine() + 1);
        try {
            if (text.getResource() != null && text.getResource().isFile()) {
                Path path = text.getResource().getFile().toPath();
                return new Place(path.getFileName() + line, path, null);
            }
        } catch (IOException e) {
            return new Place(text.toString(), null, null);
        }
        return new Place(text.toString(), null, null);
    }

    boolean isIn(Path other) {
        return file != null && file.toAbsolutePath().equals(other);
    }

    @Override
    public String toString() {
        return words;
    }
}
