package org.invigil.server.analysis;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * {@code analyzerThreads}: down once an analysing thread has ended and could not be replaced. Nothing in this process mends
 * that, so it is part of liveness; a server that stops is still alive.
 */
@Component
class AnalyzerThreadsHealthIndicator extends AbstractHealthIndicator {

    private final FrameAnalyzer analyzer;

    AnalyzerThreadsHealthIndicator(FrameAnalyzer analyzer) {
        super("The analyser's threads cannot be asked");
        this.analyzer = analyzer;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.status(analyzer.isWhole() ? "UP" : "DOWN");
    }
}
