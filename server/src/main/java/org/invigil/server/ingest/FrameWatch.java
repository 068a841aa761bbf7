package org.invigil.server.ingest;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Consumer;
import org.invigil.rules.signal.UnwatchedCause;
import org.invigil.server.analysis.Frame;
import org.invigil.server.analysis.FrameAnalyzer;
import org.invigil.server.hints.HintKind;
import org.invigil.server.hints.Hints;
import org.invigil.server.watch.Watches;
import org.jspecify.annotations.Nullable;

/** Tells what comes in on one socket to whoever counts how the sitting is watched. */
final class FrameWatch implements Consumer<PageMessage> {

    private final UUID sessionId;
    private final Watches watches;
    private final Hints hints;
    private final FrameAnalyzer analyzer;
    private final Clock clock;
    private @Nullable String noted;

    FrameWatch(UUID sessionId, Watches watches, Hints hints, FrameAnalyzer analyzer, Clock clock) {
        this.sessionId = sessionId;
        this.watches = watches;
        this.hints = hints;
        this.analyzer = analyzer;
        this.clock = clock;
    }

    @Override
    public void accept(PageMessage said) {
        switch (said) {
            case PageMessage.Alive unused -> {}
            case PageMessage.Link link -> {
                watches.reported(sessionId, clock.millis(), link.report());
                noteVirtual(link.cameraLabel());
            }
        }
    }

    /** Once for each name on this socket: it comes with every report. */
    private void noteVirtual(@Nullable String label) {
        if (label != null && !label.equals(noted) && VirtualCameras.isNamed(label)) {
            noted = label;
            hints.note(sessionId, HintKind.VIRTUAL_CAMERA, label, clock.instant());
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
