package org.invigil.server.room;

import org.invigil.server.analysis.AnalyzerCapacity;
import org.invigil.server.analysis.FrameAnalyzer;
import org.invigil.server.nodes.NodeCapacity;
import org.invigil.server.nodes.Nodes;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Has this node tell the others what its analyser can bear. */
@Component
class CapacityReport {

    private final FrameAnalyzer analyzer;
    private final Nodes nodes;

    CapacityReport(FrameAnalyzer analyzer, Nodes nodes) {
        this.analyzer = analyzer;
        this.nodes = nodes;
    }

    @Scheduled(fixedRate = 2_000)
    void report() {
        AnalyzerCapacity now = analyzer.capacity();
        nodes.publish(new NodeCapacity(
                now.threads(), now.usableShare(), now.frameCostMillis(), now.maxSessions(), now.minFps()));
    }
}
