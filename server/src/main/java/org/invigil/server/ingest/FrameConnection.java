package org.invigil.server.ingest;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.server.analysis.Frame;
import org.invigil.server.analysis.FrameAnalyzer;
import org.invigil.server.analysis.FrameLane;
import org.invigil.server.analysis.FrameResults;
import org.invigil.server.session.ExamSession;
import org.invigil.server.socket.Outbox;
import org.invigil.server.streams.FrameScore;
import org.invigil.server.streams.SessionScore;
import org.invigil.vision.FrameRejectedException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/** One student's frame socket, from its first frame to its last. The container calls it on one thread at a time. */
final class FrameConnection implements FrameResults {

    /** Submitting takes no longer than this from settling the score to telling everybody. */
    private static final long SUBMIT_MILLIS = 5_000;

    private final ExamSession session;
    private final FrameAnalyzer analyzer;
    private final FrameReplies replies;
    private final FrameMetrics metrics;
    private final Clock clock;
    private final Outbox outbox;
    private final MessageAssembler assembler = new MessageAssembler();
    private final RateLimit rate;
    private volatile @Nullable FrameLane lane;
    private volatile @Nullable SessionScore score;
    private volatile boolean ended;
    private long lastSeq = -1;
    private long countedDrops;
    private long settledSinceMillis = -1;
    private volatile Instant heardAt = Instant.EPOCH;
    private volatile long heardAtNanos;
    private volatile boolean hasSent;
    /** Of the heart beat's thread alone. */
    private int quietBeats;

    private Instant takenHeardAt = Instant.EPOCH;

    FrameConnection(
            ExamSession session,
            FrameAnalyzer analyzer,
            FrameReplies replies,
            FrameMetrics metrics,
            Clock clock,
            Outbox outbox) {
        this.session = session;
        this.analyzer = analyzer;
        this.replies = replies;
        this.metrics = metrics;
        this.clock = clock;
        this.outbox = outbox;
        this.rate = new RateLimit(analyzer.targetFps(), clock.millis());
        heard(); // opening it is a word of the student too
    }

    @Override
    public UUID sessionId() {
        return session.sessionId();
    }

    ExamSession session() {
        return session;
    }

    /** Whatever came in, a frame or not: the student's page is there. */
    private void heard() {
        heardAt = clock.instant();
        heardAtNanos = System.nanoTime();
    }

    /** When anything came in last, if that is later than at the last call; else null. */
    @Nullable
    Instant takeHeardAt() {
        Instant last = heardAt;
        boolean isNew = !last.equals(takenHeardAt);
        takenHeardAt = last;
        return isNew ? last : null;
    }

    /** When anything came in last, by {@link System#nanoTime()}: a line does not die because a clock was set. */
    long heardAtNanos() {
        return heardAtNanos;
    }

    /** Tells a page to which nothing was sent for a while that the server is there. */
    void beat() {
        if (hasSent) {
            hasSent = false;
            quietBeats = 0;
        } else if (++quietBeats >= FrameLimits.QUIET_BEATS) {
            quietBeats = 0;
            send(replies.alive());
            hasSent = false;
        }
    }

    /** Takes frames from now on; the newest waits. */
    void attach(FrameLane opened) {
        lane = opened;
    }

    /** The session is this node's now: frames are looked at and scored. */
    void begin(SessionScore taken) {
        score = taken;
        FrameLane open = lane;
        if (open != null) {
            open.begin();
        }
    }

    boolean isOpen() {
        return !ended;
    }

    /** Whether this connection's frames were scored in this epoch, or before it; not so while the session is still being taken. */
    boolean isOfEpoch(long epoch) {
        SessionScore own = score;
        return own != null && own.epoch() <= epoch;
    }

    /** A part of a binary message came in. */
    void binary(ByteBuffer part, boolean last) {
        heard();
        try {
            byte[] message = assembler.binary(part, last);
            if (message != null) {
                metrics.received();
                receive(FrameMessage.ofBinary(message));
            }
        } catch (BadFrameException e) {
            refuse(e.seq(), e.code());
        }
    }

    /** A part of a text message came in. */
    void text(CharSequence part, boolean last) {
        heard();
        try {
            String message = assembler.text(part, last);
            if (message != null && !FrameMessage.isAlive(message)) {
                metrics.received();
                receive(FrameMessage.ofJson(message));
            }
        } catch (BadFrameException e) {
            refuse(e.seq(), e.code());
        }
    }

    private void receive(FrameMessage message) {
        long now = clock.millis();
        Long given = message.seq();
        long seq = given == null ? lastSeq + 1 : given;
        if (seq <= lastSeq) {
            refuse(seq, FrameErrorCode.STALE_SEQ);
            return;
        }
        lastSeq = seq;
        if (!rate.allows(analyzer.targetFps(), now)) {
            metrics.rejected(FrameErrorCode.RATE_EXCEEDED);
            if (rate.mayComplain(now)) {
                send(replies.error(seq, FrameErrorCode.RATE_EXCEEDED));
            }
            return;
        }
        Long captured = message.captureTimeMillis();
        FrameLane open = lane;
        if (open != null) {
            open.offer(new Frame(seq, captured == null ? now : captured, now, message.jpeg()));
        }
    }

    @Override
    public void analyzed(Frame frame, FrameAnalysis analysis) {
        SessionScore own = Objects.requireNonNull(score, "a lane begins with its score");
        Optional<FrameScore> scored = own.frame(analysis, frame.captureTimeMillis(), frame.arrivedAtMillis());
        if (scored.isEmpty()) {
            afterSettling(frame.arrivedAtMillis());
            return;
        }
        metrics.analyzed(analysis.reused(), clock.millis() - frame.arrivedAtMillis());
        send(replies.result(frame.seq(), analysis, scored.get(), analyzer.targetFps(), drops()));
    }

    /**
     * The session was settled. If the submission holds, the close that says so is on its way; if it failed, the student
     * is asked to come back and goes on.
     */
    private void afterSettling(long nowMillis) {
        if (settledSinceMillis < 0) {
            settledSinceMillis = nowMillis;
        } else if (nowMillis - settledSinceMillis > SUBMIT_MILLIS) {
            close(CloseStatus.SERVICE_OVERLOAD);
        }
    }

    @Override
    public void rejected(Frame frame, FrameRejectedException reason) {
        refuse(
                frame.seq(),
                switch (reason.reason()) {
                    // Its first bytes were checked on arrival: what the engine cannot read of it is broken, not
                    // foreign.
                    case NOT_JPEG, CORRUPT -> FrameErrorCode.CORRUPT_JPEG;
                    case DIMENSIONS_TOO_LARGE -> FrameErrorCode.DIMENSIONS_TOO_LARGE;
                });
    }

    /** Ends the connection; what waits in the outbox is still sent. */
    void close(CloseStatus status) {
        release();
        outbox.close(status);
    }

    /** Gives the place in the analyser back. */
    private void release() {
        ended = true;
        FrameLane open = lane;
        if (open != null) {
            open.close();
        }
    }

    private long drops() {
        FrameLane open = lane;
        long dropped = open == null ? 0 : open.dropped();
        metrics.dropped(dropped - countedDrops);
        countedDrops = dropped;
        return dropped;
    }

    private void refuse(@Nullable Long seq, FrameErrorCode code) {
        metrics.rejected(code);
        send(replies.error(seq, code));
    }

    private void send(String message) {
        hasSent = true;
        if (!outbox.offer(message)) {
            metrics.unsent();
        }
    }
}
