package org.invigil.server.database;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * The embedded PostgreSQL from the moment its start has begun. It starts on a thread of its own, beside the application, which
 * takes as long to learn what it is made of. Its address is known at once; whoever wants to sign in, and asks for a password,
 * waits until it runs.
 */
public final class StartingPostgres implements AutoCloseable {

    private final int port;
    private final FutureTask<EmbeddedPostgres> start;

    private StartingPostgres(int port, FutureTask<EmbeddedPostgres> start) {
        this.port = port;
        this.start = start;
    }

    /** Begins to start it in a data folder that the caller owns alone, and keeps it running from then on. */
    public static StartingPostgres begin(Path folder) {
        HeldPort held = HeldPort.take();
        int port = held.number();
        FutureTask<EmbeddedPostgres> start = new FutureTask<>(() -> {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, folder.resolve("programs"), held);
            postgres.keepRunning();
            return postgres;
        });
        Thread.ofPlatform().name("postgres-start").daemon().start(start);
        return new StartingPostgres(port, start);
    }

    /** Where it is and how to sign in, as {@code invigil.database.*}. If the start fails, a password is answered with its {@link StartException}. */
    public PropertySource<?> settings() {
        return new Settings();
    }

    private final class Settings extends EnumerablePropertySource<StartingPostgres> {

        private static final String URL = "invigil.database.url";
        private static final String OWNER = "invigil.database.owner.username";
        private static final String OWNER_PASSWORD = "invigil.database.owner.password";
        private static final String APP = "invigil.database.app.username";
        private static final String APP_PASSWORD = "invigil.database.app.password";

        Settings() {
            super("embedded-postgres", StartingPostgres.this);
        }

        @Override
        public String[] getPropertyNames() {
            return new String[] {URL, OWNER, OWNER_PASSWORD, APP, APP_PASSWORD};
        }

        @Override
        public @Nullable Object getProperty(String name) {
            return switch (name) {
                case URL -> EmbeddedPostgres.jdbcUrl(port, EmbeddedPostgres.DATABASE);
                case OWNER -> EmbeddedPostgres.OWNER_ROLE;
                case OWNER_PASSWORD -> await().ownerPassword();
                case APP -> EmbeddedPostgres.APP_ROLE;
                case APP_PASSWORD -> await().appPassword();
                default -> null;
            };
        }
    }

    private EmbeddedPostgres await() {
        try {
            return start.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartException known) {
                throw known;
            }
            throw new StartException("The embedded PostgreSQL cannot be started: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while the embedded PostgreSQL started.", e);
        }
    }

    /** Stops PostgreSQL, waiting first for a start that is under way. Calling it again does nothing. */
    @Override
    public void close() throws IOException {
        EmbeddedPostgres postgres;
        try {
            postgres = await();
        } catch (StartException e) {
            return; // it never ran, and whoever asked for it has been told
        }
        postgres.close();
    }
}
