package org.invigil.server.ingest;

import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
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

    /** A page says so every 3 s. */
    private static final long LEAST_LINK_MILLIS = 1_000;

    /** Cameras that one page has told by name: each is a hint, and others' hints wait in the same line. */
    private static final int MOST_NAMES = 5;

    private final UUID sessionId;
    private final Watches watches;
    private final Hints hints;
    private final FrameAnalyzer analyzer;
    private final Clock clock;
    private final Set<String> noted = new HashSet<>();
    private long linkAtMillis = Long.MIN_VALUE / 2;

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
                long now = clock.millis();
                if (Math.abs(now - linkAtMillis) >= LEAST_LINK_MILLIS) {
                    linkAtMillis = now;
                    watches.reported(sessionId, now, link.report());
                    noteVirtual(link.cameraLabel());
                }
            }
        }
    }

    /** Once for each name on this socket: it comes with every report. */
    private void noteVirtual(@Nullable String label) {
        if (label != null && noted.size() < MOST_NAMES && VirtualCameras.isNamed(label) && noted.add(label)) {
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
