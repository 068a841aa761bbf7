package org.invigil.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.invigil.server.database.EmbeddedPostgres;
import org.invigil.server.database.Superuser;
import org.invigil.server.database.TestPrograms;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.util.FileSystemUtils;

/** One PostgreSQL for the test JVM, a new database and data folder for every Spring context. */
public final class TestDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final AtomicInteger number = new AtomicInteger();

    private static final class Shared {
        static final Path FOLDER = createFolder();
        static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.start(FOLDER, TestPrograms.HOME);

        static {
            // After the contexts are closed: without a database each would wait for it first.
            SpringApplication.getShutdownHandlers().add(() -> {
                try {
                    POSTGRES.close();
                    FileSystemUtils.deleteRecursively(FOLDER);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        private static Path createFolder() {
            try {
                return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "test-data-")
                        .toAbsolutePath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The connection settings of a new, empty database. */
    public static Map<String, Object> create() {
        String name = "test_" + number.incrementAndGet();
        try {
            Shared.POSTGRES.createDatabase(name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Map<String, Object> settings = new HashMap<>();
        // Several contexts live side by side on one small PostgreSQL: each takes few connections and gives them back.
        settings.put("spring.datasource.hikari.maximum-pool-size", 10);
        settings.put("spring.datasource.hikari.minimum-idle", 1);
        settings.put("spring.datasource.hikari.idle-timeout", 10_000);
        settings.put("invigil.data", Shared.FOLDER.resolve(name).toString());
        settings.put("invigil.database.url", Shared.POSTGRES.jdbcUrl(name));
        settings.put("invigil.database.owner.username", EmbeddedPostgres.OWNER_ROLE);
        settings.put("invigil.database.owner.password", Shared.POSTGRES.ownerPassword());
        settings.put("invigil.database.app.username", EmbeddedPostgres.APP_ROLE);
        settings.put("invigil.database.app.password", Shared.POSTGRES.appPassword());
        return settings;
    }

    /** A connection that no policy binds to a database made here. */
    public static Connection superuser(String url) throws SQLException, IOException {
        return Superuser.connect(Shared.FOLDER, url);
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        MutablePropertySources sources = context.getEnvironment().getPropertySources();
        sources.addFirst(new MapPropertySource("test-database", create()));
        // Most tests that send clips have no camera that would be asked for any.
        sources.addLast(new MapPropertySource("test-limits", Map.of("invigil.sitting.clip.max-unrequested", 240)));
    }
}
