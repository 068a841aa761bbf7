package org.invigil.server.ingest;

import java.time.Instant;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.server.analysis.Frame;
import org.invigil.server.analysis.FrameAnalyzer;
import org.invigil.server.socket.Outbox;
import org.invigil.server.streams.FrameScore;
import org.invigil.server.streams.SessionScore;
import org.springframework.web.socket.CloseStatus;

/** What one student's page is told on its frame socket. Never blocks: who reads too slowly misses answers, which is counted. */
final class FrameAnswers {

    private final FrameReplies replies;
    private final FrameAnalyzer analyzer;
    private final HeadTurns.OfSocket turns;
    private final FrameMetrics metrics;
    private final Pulse pulse;
    private final Outbox outbox;
    private final boolean isShort;
    /** As the next: of the thread that has the session's turn. */
    private final CaptureWish wish = new CaptureWish();

    private long countedDrops;

    private final LastTold last = new LastTold();

    /** @param isShort whether the page understands that nothing has changed */
    FrameAnswers(
            FrameReplies replies,
            FrameAnalyzer analyzer,
            HeadTurns.OfSocket turns,
            FrameMetrics metrics,
            Pulse pulse,
            Outbox outbox,
            boolean isShort) {
        this.replies = replies;
        this.analyzer = analyzer;
        this.turns = turns;
        this.metrics = metrics;
        this.pulse = pulse;
        this.outbox = outbox;
        this.isShort = isShort;
    }

    /**
     * What came of a frame.
     *
     * @param dropped frames of this socket that a newer one replaced, so far
     */
    void result(Frame frame, FrameAnalysis analysis, FrameScore score, long dropped) {
        if (dropped > countedDrops) {
            metrics.dropped(dropped - countedDrops);
            countedDrops = dropped;
        }
        Told now = Told.of(analysis, score, analyzer.targetFps(), dropped);
        if (isShort && last.isStillSo(now, frame.arrivedAtMillis())) {
            send(replies.same(frame.seq()));
        } else if (send(replies.result(frame.seq(), now, analysis.pose()))) {
            last.tell(now, frame.arrivedAtMillis());
        }
    }

    /**
     * Asks for larger pictures, or for such no longer, where that is due with this frame.
     *
     * @param jpegBytes of the frame's picture
     */
    void capture(FrameAnalysis analysis, int jpegBytes, long nowMillis) {
        CaptureRequest request = wish.after(analysis, jpegBytes, analyzer.targetFps(), nowMillis);
        if (request != null) {
            send(request.toJson());
        }
    }

    /** Asks the student to turn the head, or no longer, where that is due with this frame. */
    void challenge(FrameAnalysis analysis, SessionScore score, Instant now) {
        TurnRequest request = turns.after(analysis, score, now);
        if (request != null) {
            send(request.toJson());
        }
    }

    /** Whether the student was being asked to turn the head when a frame came in, or a moment before. */
    boolean isTurnAsked(long arrivedAtMillis) {
        return turns.isTurnAsked(arrivedAtMillis);
    }

    /** Why a message was refused, unless the page was told so a moment ago. */
    void refusal(BadFrameException reason) {
        if (reason.isToBeTold()) {
            send(replies.error(reason.seq(), reason.code()));
        }
    }

    /** One beat: a page that was told nothing for a while hears that the server is there. */
    void beat() {
        // Itself no news: the next one is due as long after this as after a silence.
        if (pulse.beat() && !outbox.offer(replies.alive())) {
            metrics.unsent();
        }
    }

    /** Sends what waits and ends the socket. */
    void end(CloseStatus status) {
        turns.end();
        outbox.close(status);
    }

    private boolean send(String message) {
        pulse.sent();
        boolean isSent = outbox.offer(message);
        if (!isSent) {
            metrics.unsent();
        }
        return isSent;
    }
}
