package org.invigil.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.invigil.server.configuration.ConfigurationCheck;
import org.invigil.server.database.StartException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/** What a server was told: by its command line, its file and its environment, the first of which wins. */
final class StartConfiguration {

    private static final int DEFAULT_PORT = 8080;

    private final StartOptions options;
    private final Path folder;
    private final Path file;
    private final @Nullable String host;

    /**
     * @param folder the data folder, which is there
     * @throws StartException if the configuration file that was asked for is missing
     */
    StartConfiguration(StartOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
        this.file = file(options, folder);
        this.host = options.demo && options.host == null ? ListenAddress.OF_A_DEMO : options.host;
    }

    /** The file that was asked for must be there; the one in the data folder may be missing. */
    private static Path file(StartOptions options, Path folder) {
        if (options.config == null) {
            return folder.resolve("invigil.yaml");
        }
        if (!Files.isReadable(options.config)) {
            throw new StartException("The configuration file " + options.config + " is missing or cannot be read.");
        }
        return options.config;
    }

    /** The command line in Spring's words. */
    String[] springArguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--invigil.data=" + folder,
                "--invigil.demo=" + options.demo,
                "--spring.config.additional-location=optional:" + file.toUri()));
        if (options.port != null) {
            arguments.add("--server.port=" + options.port);
        }
        if (host != null) {
            arguments.add("--server.address=" + host);
        }
        return arguments.toArray(String[]::new);
    }

    /**
     * Looks at all of it, the file and the environment included, before anything is started.
     *
     * @return where the server is to listen
     * @throws StartException naming every key that is wrong, or if the port is taken
     */
    ListenAddress check(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        ConfigurationCheck.run(environment, file, context);
        ListenAddress listen = ListenAddress.of(environment.getProperty("server.address"));
        listen.requireFree(
                Binder.get(environment).bind("server.port", Integer.class).orElse(DEFAULT_PORT));
        return listen;
    }
}
