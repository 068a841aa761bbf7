package org.invigil.server.analysis;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.invigil.vision.EngineKind;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the analyser, {@code invigil.analysis.*}.
 *
 * @param engine {@code mesh} or {@code haar}
 * @param threads analysing threads, 0 for one a core
 * @param maxSessions sessions taken at once, whatever the load
 * @param minFps frames a second below which no session is asked down: new sessions are refused instead
 */
@Validated
@ConfigurationProperties("invigil.analysis")
record AnalysisProperties(
        @DefaultValue("mesh") EngineKind engine,
        @DefaultValue("0") @Min(0) @Max(256) int threads,
        @DefaultValue("1000") @Min(1) @Max(10_000) int maxSessions,

        @DefaultValue("0.7") @DecimalMin("0.2") @Max(LoadGovernor.MAX_FPS)
        double minFps) {

    int threadCount() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
