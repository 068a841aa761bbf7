package org.invigil.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.invigil.server.database.DataDirectory;
import org.invigil.server.database.StartException;
import org.invigil.server.database.StartingPostgres;
import org.invigil.vision.VisionEngines;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The life of a server: starts data folder, database and application in this order and stops them in the opposite one, on
 * SIGTERM, on Ctrl-C, and when the start fails half way. What it was told is in {@link StartConfiguration}.
 */
final class ServerProcess {

    private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);

    private static final String STOPPED = "Stopped while starting.";

    /** A start that was told to stop ends at the next bean; the longest single step is making a database. */
    private static final long START_END_SECONDS = 60;

    /** Whether a stop was asked for; what fails from then on fails because of it. One server runs in a process. */
    private static volatile boolean stopRequested;

    private final StartOptions options;
    private final CountDownLatch startEnded = new CountDownLatch(1);
    private ListenAddress listen = ListenAddress.of(null);
    private @Nullable DataDirectory directory;
    private @Nullable StartingPostgres postgres;
    private @Nullable ConfigurableApplicationContext application;

    private ServerProcess(StartOptions options) {
        this.options = options;
    }

    /** Returns 0 if the server runs; if not, the exit code: the reason was printed and everything is stopped again. */
    static int start(StartOptions options) {
        ServerProcess server = new ServerProcess(options);
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "invigil-stop"));
        } catch (IllegalStateException e) {
            return 1; // the stop was asked for before anything was started
        }
        PrintStream errors = System.err;
        try {
            server.run();
            return 0;
        } catch (StartException e) {
            errors.println("invigil: " + (stopRequested ? STOPPED : e.getMessage()));
            return e.exitCode();
        } catch (RuntimeException e) {
            if (stopRequested) {
                errors.println("invigil: " + STOPPED);
            }
            return 1; // Spring or StartFailureReporter has told the reason
        } finally {
            server.startEnded.countDown();
        }
    }

    /** Whether what fails now fails because the server is to stop. */
    static boolean isStopRequested() {
        return stopRequested;
    }

    private void run() {
        DataDirectory folder = DataDirectory.open(options.data);
        hold(() -> directory = folder);
        StartConfiguration configuration = new StartConfiguration(options, folder.path());
        SpringApplication spring = new SpringApplication(InvigilServer.class);
        spring.setRegisterShutdownHook(false); // ours stops the database after the application
        spring.addInitializers(context -> prepare(context, configuration, folder.path()));
        ConfigurableApplicationContext context = spring.run(configuration.springArguments());
        goOnUnlessStopping();
        tellReady(context);
    }

    /** Runs once the configuration is known and before any bean is made. */
    private void prepare(ConfigurableApplicationContext context, StartConfiguration configuration, Path folder) {
        hold(() -> application = context);
        listen = configuration.check(context);
        context.getBeanFactory().addBeanPostProcessor(new StopBetweenBeans());
        VisionEngines.prepare();
        ConfigurableEnvironment environment = context.getEnvironment();
        if (environment.getProperty("invigil.database.url") == null) {
            log.info("Starting the embedded PostgreSQL in {}", folder.resolve("postgres"));
            StartingPostgres starting = StartingPostgres.begin(folder);
            hold(() -> postgres = starting);
            environment.getPropertySources().addFirst(starting.settings());
        }
    }

    private void tellReady(ConfigurableApplicationContext context) {
        int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
        PrintStream out = System.out;
        if (options.demo) {
            out.println(listen.ofDemo());
        }
        out.println("Invigil is ready at " + listen.url(port));
        out.flush();
    }

    /** A start that was told to stop goes no further than the bean in hand, and takes down what it has made in its own order. */
    private final class StopBetweenBeans implements BeanPostProcessor {
        @Override
        public Object postProcessBeforeInitialization(Object bean, String name) {
            goOnUnlessStopping();
            return bean;
        }
    }

    /** Remembers a part that was started, unless the stop has begun meanwhile: then this thread goes no further. */
    private synchronized void hold(Runnable assignment) {
        assignment.run();
        goOnUnlessStopping();
    }

    private void goOnUnlessStopping() {
        if (stopRequested && isStarting()) { // a bean that is made while a server stops is made
            throw new StartException(STOPPED);
        }
    }

    /**
     * Runs when the process is told to end. A start that is under way is not pulled apart from outside: it ends by itself,
     * at its next step, and only then the rest is taken down. The process lives until this returns.
     */
    private void stop() {
        quieten();
        stopRequested = true;
        try {
            if (!startEnded.await(START_END_SECONDS, TimeUnit.SECONDS)) {
                log.warn("The start did not end in {} s; stopping all the same", START_END_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ConfigurableApplicationContext running;
        synchronized (this) {
            running = application;
        }
        if (running != null) {
            running.close();
        }
        closeDatabaseAndFolder();
    }

    /** Spring says at length, and as an error, that a start was broken off; whoever broke it off knows. */
    private void quieten() {
        if (isStarting()) {
            LoggingSystem logging = LoggingSystem.get(ServerProcess.class.getClassLoader());
            logging.setLogLevel("org.springframework", LogLevel.OFF);
        }
    }

    private boolean isStarting() {
        return startEnded.getCount() > 0;
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
