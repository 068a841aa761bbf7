package org.invigil.server.analysis;

import java.util.Locale;
import org.invigil.vision.EngineKind;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the analyser.
 *
 * @param engine {@code mesh} or {@code haar}
 * @param threads analysing threads, 0 for one a core
 * @param maxSessions sessions taken at once, whatever the load
 * @param minFps frames a second below which no session is asked down: new sessions are refused instead
 */
@ConfigurationProperties("invigil.analysis")
record AnalysisProperties(
        @DefaultValue("mesh") String engine,
        @DefaultValue("0") int threads,
        @DefaultValue("1000") int maxSessions,
        @DefaultValue("1") int minFps) {

    AnalysisProperties {
        if (threads < 0 || threads > 256) {
            throw new IllegalArgumentException("invigil.analysis.threads must be 0 to 256, not " + threads);
        }
        if (maxSessions < 1 || maxSessions > 10_000) {
            throw new IllegalArgumentException("invigil.analysis.max-sessions must be 1 to 10000, not " + maxSessions);
        }
        if (minFps < 1 || minFps > LoadGovernor.MAX_FPS) {
            throw new IllegalArgumentException("invigil.analysis.min-fps must be 1 to 30, not " + minFps);
        }
    }

    EngineKind engineKind() {
        return switch (engine.toLowerCase(Locale.ROOT)) {
            case "mesh" -> EngineKind.MESH;
            case "haar" -> EngineKind.HAAR;
            default ->
                throw new IllegalArgumentException(
                        "invigil.analysis.engine must be mesh or haar, not '" + engine + "'");
        };
    }

    int threadCount() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
