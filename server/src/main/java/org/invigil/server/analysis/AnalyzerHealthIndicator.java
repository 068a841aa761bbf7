package org.invigil.server.analysis;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** {@code analyzer}: up while every engine is loaded and its thread runs. */
@Component
class AnalyzerHealthIndicator extends AbstractHealthIndicator {

    private final FrameAnalyzer analyzer;

    AnalyzerHealthIndicator(FrameAnalyzer analyzer) {
        super("The analyser cannot be asked");
        this.analyzer = analyzer;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.status(analyzer.isServing() ? "UP" : "DOWN")
                .withDetail("threads", analyzer.threadCount())
                .withDetail("target_fps", analyzer.targetFps());
    }
}
