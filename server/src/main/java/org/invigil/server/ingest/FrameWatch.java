package org.invigil.server.ingest;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Consumer;
import org.invigil.rules.signal.UnwatchedCause;
import org.invigil.server.analysis.Frame;
import org.invigil.server.analysis.FrameAnalyzer;
import org.invigil.server.watch.Watches;
import org.jspecify.annotations.Nullable;

/** Tells what comes in on one socket to whoever counts how the sitting is watched. */
final class FrameWatch implements Consumer<PageMessage> {

    private final UUID sessionId;
    private final Watches watches;
    private final FrameAnalyzer analyzer;
    private final Clock clock;

    FrameWatch(UUID sessionId, Watches watches, FrameAnalyzer analyzer, Clock clock) {
        this.sessionId = sessionId;
        this.watches = watches;
        this.analyzer = analyzer;
        this.clock = clock;
    }

    @Override
    public void accept(PageMessage said) {
        switch (said) {
            case PageMessage.Alive unused -> {}
            case PageMessage.Link link -> watches.reported(sessionId, clock.millis(), link.report());
        }
    }

    void arrived(Frame frame) {
        watches.arrived(sessionId, frame.arrivedAtMillis(), frame.captureTimeMillis(), analyzer.targetFps());
    }

    void undecodable(Frame frame) {
        watches.undecodable(sessionId, frame.arrivedAtMillis());
    }

    /** Why none came for a while before this frame; null where it cannot be told, or one came. */
    @Nullable
    UnwatchedCause causeOfGap(Frame frame) {
        return watches.causeOfGap(sessionId, frame.arrivedAtMillis());
    }

    boolean isUnwatched() {
        return watches.isUnwatched(sessionId);
    }
}
