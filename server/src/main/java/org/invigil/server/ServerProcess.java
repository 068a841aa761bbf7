package org.invigil.server;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.invigil.server.configuration.ConfigurationCheck;
import org.invigil.server.database.DataDirectory;
import org.invigil.server.database.EmbeddedPostgres;
import org.invigil.server.database.StartException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts data folder, database and application in this order and stops them in the opposite one: on SIGTERM, on Ctrl-C,
 * and when the start fails half way.
 */
final class ServerProcess {

    private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);

    private final StartOptions options;
    private @Nullable DataDirectory directory;
    private @Nullable EmbeddedPostgres postgres;
    private @Nullable ConfigurableApplicationContext application;
    private boolean stopping;

    private ServerProcess(StartOptions options) {
        this.options = options;
    }

    /** Returns whether the server runs; if not, the reason was printed and everything is stopped again. */
    static boolean start(StartOptions options) {
        ServerProcess server = new ServerProcess(options);
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "invigil-stop"));
        try {
            server.run();
            return true;
        } catch (StartException e) {
            PrintStream errors = System.err;
            errors.println("invigil: " + e.getMessage());
            return false;
        } catch (RuntimeException e) {
            return false; // Spring or StartFailureReporter has told the reason
        }
    }

    private void run() {
        DataDirectory folder = DataDirectory.open(options.data);
        hold(() -> directory = folder);
        Map<String, Object> settings = new HashMap<>();
        settings.put("invigil.data", folder.path().toString());
        settings.put("invigil.demo", Boolean.toString(options.demo));
        Path file = configurationFile(folder.path());
        settings.put("spring.config.additional-location", "optional:" + file.toUri());
        if (options.port != null) {
            settings.put("server.port", options.port.toString());
        }
        SpringApplication spring = new SpringApplication(InvigilServer.class);
        spring.setRegisterShutdownHook(false); // ours stops the database after the application
        spring.addInitializers(context -> prepare(context, file));
        String[] arguments = settings.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        ConfigurableApplicationContext context = spring.run(arguments);
        int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
        PrintStream out = System.out;
        out.println("Invigil is ready at http://localhost:" + port);
        out.flush();
    }

    /** The file that was asked for must be there; the one in the data folder may be missing. */
    private Path configurationFile(Path folder) {
        if (options.config == null) {
            return folder.resolve("invigil.yaml");
        }
        if (!Files.isReadable(options.config)) {
            throw new StartException("The configuration file " + options.config + " is missing or cannot be read.");
        }
        return options.config;
    }

    /** Runs once the configuration is known and before any bean is made. */
    private void prepare(ConfigurableApplicationContext context, Path file) {
        hold(() -> application = context);
        ConfigurableEnvironment environment = context.getEnvironment();
        ConfigurationCheck.run(environment, file);
        requireFreePort(
                Binder.get(environment).bind("server.port", Integer.class).orElse(8080));
        if (environment.getProperty("invigil.database.url") != null) {
            return;
        }
        var folder = Objects.requireNonNull(directory).path();
        log.info("Starting the embedded PostgreSQL in {}", folder.resolve("postgres"));
        EmbeddedPostgres started = EmbeddedPostgres.start(folder, folder.resolve("programs"));
        hold(() -> postgres = started);
        started.keepRunning();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "embedded-postgres",
                        Map.of(
                                "invigil.database.url", started.jdbcUrl(EmbeddedPostgres.DATABASE),
                                "invigil.database.owner.username", EmbeddedPostgres.OWNER_ROLE,
                                "invigil.database.owner.password", started.ownerPassword(),
                                "invigil.database.app.username", EmbeddedPostgres.APP_ROLE,
                                "invigil.database.app.password", started.appPassword())));
    }

    private static void requireFreePort(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            throw new StartException("Port " + port + " is taken by another program (" + e.getMessage()
                    + "). Stop it, or choose another port with --port.");
        }
    }

    /** Remembers a part that was started, unless the stop has begun meanwhile: then this thread goes no further. */
    private synchronized void hold(Runnable assignment) {
        assignment.run();
        if (stopping) {
            closeDatabaseAndFolder();
            throw new StartException("Stopped while starting.");
        }
    }

    private void stop() {
        ConfigurableApplicationContext running;
        synchronized (this) {
            stopping = true;
            running = application;
        }
        if (running != null) {
            running.close();
        }
        closeDatabaseAndFolder();
    }

    private synchronized void closeDatabaseAndFolder() {
        try {
            if (postgres != null) {
                postgres.close();
            }
            if (directory != null) {
                directory.close();
            }
        } catch (IOException | RuntimeException e) {
            log.error("The embedded PostgreSQL could not be stopped", e);
        }
    }
}
