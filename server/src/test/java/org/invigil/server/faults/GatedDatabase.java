package org.invigil.server.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.invigil.server.TestGate;
import org.invigil.server.database.EmbeddedPostgres;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.FileSystemUtils;

/** A PostgreSQL that tests stop and start, for one Spring context, always at the same port. */
final class GatedDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private final Path folder = folder();
    private EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, Path.of("target", "postgres-programs"));
    private final TestGate gate = new TestGate(portOf(postgres));

    private static Path folder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "gated-data-")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int portOf(EmbeddedPostgres postgres) {
        String url = postgres.jdbcUrl("x");
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1, url.lastIndexOf('/')));
    }

    TestGate gate() {
        return gate;
    }

    /** Stops PostgreSQL as {@code pg_ctl stop} does. */
    void stop() throws IOException {
        gate.set(TestGate.Mode.CUT);
        postgres.close();
    }

    void startAgain() {
        postgres = EmbeddedPostgres.start(folder, Path.of("target", "postgres-programs"));
        gate.retarget(portOf(postgres));
        gate.set(TestGate.Mode.OPEN);
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("invigil.data", folder.toString());
        settings.put(
                "invigil.database.url", "jdbc:postgresql://127.0.0.1:" + gate.port() + "/" + EmbeddedPostgres.DATABASE);
        settings.put("invigil.database.owner.username", EmbeddedPostgres.OWNER_ROLE);
        settings.put("invigil.database.owner.password", postgres.ownerPassword());
        settings.put("invigil.database.app.username", EmbeddedPostgres.APP_ROLE);
        settings.put("invigil.database.app.password", postgres.appPassword());
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("gated-database", settings));
        context.getBeanFactory().registerSingleton("gatedDatabase", this);
        // What is registered first is destroyed last: after the sink has stored what it holds.
        ((DefaultListableBeanFactory) context.getBeanFactory()).registerDisposableBean("gatedDatabase", this::remove);
    }

    private void remove() throws IOException {
        gate.close();
        postgres.close();
        FileSystemUtils.deleteRecursively(folder);
    }
}
