package org.invigil.server.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The database of an installation for as long as a command runs: the configured one, the one that a server runs on the
 * data folder, or, where none runs, the embedded one, started for the time.
 */
public final class CommandDatabase implements AutoCloseable {

    private final OwnerLogin owner;
    private final @Nullable DataDirectory directory;
    private final @Nullable EmbeddedPostgres postgres;

    private CommandDatabase(OwnerLogin owner, @Nullable DataDirectory directory, @Nullable EmbeddedPostgres postgres) {
        this.owner = owner;
        this.directory = directory;
        this.postgres = postgres;
    }

    /**
     * Opens what is there, whether a server runs or not.
     *
     * @throws StartException if there is no database, or it is just being started
     */
    public static CommandDatabase toRead(Environment environment, Path folder) {
        Optional<OwnerLogin> configured = configured(environment);
        if (configured.isPresent()) {
            return new CommandDatabase(configured.get(), null, null);
        }
        if (!EmbeddedPostgres.isIn(folder)) {
            throw new StartException("The folder " + folder + " holds no database of Invigil. Name the data folder with"
                    + " --data, or the configuration of an external database with --config.");
        }
        Optional<DataDirectory> free = DataDirectory.openIfFree(folder);
        if (free.isPresent()) {
            return embedded(free.get());
        }
        return new CommandDatabase(
                EmbeddedPostgres.findRunning(folder)
                        .orElseThrow(() -> new StartException("A server is just starting or stopping on " + folder
                                + ". Try again when it is ready.")),
                null,
                null);
    }

    /**
     * Opens a database that nobody else may use meanwhile; the embedded one is made if it is missing.
     *
     * @throws StartException if a server uses the folder
     */
    public static CommandDatabase toFill(Environment environment, Path folder) {
        DataDirectory directory = DataDirectory.open(folder);
        Optional<OwnerLogin> configured = configured(environment);
        return configured
                .map(login -> new CommandDatabase(login, directory, null))
                .orElseGet(() -> embedded(directory));
    }

    private static CommandDatabase embedded(DataDirectory directory) {
        try {
            Path folder = directory.path();
            EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, folder.resolve("programs"));
            return new CommandDatabase(postgres.ownerLogin(), directory, postgres);
        } catch (RuntimeException e) {
            close(directory);
            throw e;
        }
    }

    private static Optional<OwnerLogin> configured(Environment environment) {
        DatabaseSettings settings = Binder.get(environment).bindOrCreate("invigil.database", DatabaseSettings.class);
        return Optional.ofNullable(settings.url())
                .map(url -> new OwnerLogin(
                        url,
                        settings.owner().username(),
                        settings.owner().password(),
                        settings.app().username()));
    }

    public OwnerLogin owner() {
        return owner;
    }

    /** Stops what was started for the command. Calling it again does nothing. */
    @Override
    public void close() {
        try {
            if (postgres != null) {
                postgres.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL could not be stopped", e);
        } finally {
            if (directory != null) {
                close(directory);
            }
        }
    }

    private static void close(DataDirectory directory) {
        try {
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
