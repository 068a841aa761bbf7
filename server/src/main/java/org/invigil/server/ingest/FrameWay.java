package org.invigil.server.ingest;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.server.admission.WaitingFrames;
import org.invigil.server.analysis.Frame;
import org.invigil.server.analysis.FrameLane;
import org.invigil.server.analysis.FrameTurns;
import org.invigil.server.streams.FrameScore;
import org.invigil.server.streams.SessionScore;
import org.invigil.server.tiles.Stills;
import org.invigil.vision.FrameRejectedException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/**
 * The whole way of a frame on one student's socket: received and put into the session's slot on the container's thread (one at
 * a time), then, when the session has its turn, analysed, scored, answered and stored on an analysing thread.
 */
final class FrameWay implements FrameTurns {

    /** Submitting takes no longer than this from settling the score to telling everybody. */
    private static final long SUBMIT_MILLIS = 5_000;

    private final UUID sessionId;
    private final FrameReceiver receiver;
    private final FrameAnswers answers;
    private final FrameMetrics metrics;
    private final Stills stills;
    private final WaitingFrames waiting;
    private final FrameWatch watch;
    private final Clock clock;
    private volatile @Nullable FrameLane slot;
    private volatile @Nullable SessionScore score;
    private volatile boolean ended;
    private long settledSinceMillis = -1;

    FrameWay(
            UUID sessionId,
            FrameReceiver receiver,
            FrameAnswers answers,
            FrameMetrics metrics,
            Stills stills,
            WaitingFrames waiting,
            FrameWatch watch,
            Clock clock) {
        this.watch = watch;
        this.waiting = waiting;
        this.sessionId = sessionId;
        this.receiver = receiver;
        this.answers = answers;
        this.metrics = metrics;
        this.stills = stills;
        this.clock = clock;
    }

    @Override
    public UUID sessionId() {
        return sessionId;
    }

    @Override
    public boolean looksForPhones() {
        SessionScore own = score;
        return own != null && own.looksForPhones();
    }

    private interface Receiving {
        @Nullable
        Frame receive() throws BadFrameException;
    }

    /** A part of a binary message came in. */
    void binary(ByteBuffer part, boolean last) {
        take(() -> receiver.binary(part, last));
    }

    /** A part of a text message came in. */
    void text(CharSequence part, boolean last) {
        take(() -> receiver.text(part, last));
    }

    /** The first half of the way: receive, slot. */
    private void take(Receiving message) {
        try {
            Frame frame = message.receive();
            FrameLane open = slot;
            if (frame != null) {
                watch.arrived(frame);
            }
            if (frame != null && open != null) {
                open.offer(frame);
            }
        } catch (BadFrameException e) {
            refuse(e);
        }
    }

    /** The second half: analyse, score, reply, store. */
    @Override
    public void turn(Frame frame, Look look) {
        FrameAnalysis analysis;
        try {
            analysis = look.at(frame);
        } catch (FrameRejectedException e) {
            watch.undecodable(frame);
            refuse(new BadFrameException(FrameErrorCode.of(e.reason()), frame.seq()));
            return;
        }
        SessionScore own = Objects.requireNonNull(score, "a slot begins with its score");
        if (!own.isBeforeStart()) {
            stills.offer(sessionId, frame.jpeg(), frame.arrivedAtMillis());
        }
        Optional<FrameScore> scored = own.score(
                analysis,
                frame.captureTimeMillis(),
                frame.arrivedAtMillis(),
                watch.causeOfGap(frame),
                answers.isTurnAsked(frame.arrivedAtMillis()),
                watch.isUnwatched());
        if (scored.isEmpty()) {
            afterSettling(frame.arrivedAtMillis());
            return;
        }
        if (own.isBeforeStart()) {
            waiting.offer(sessionId, frame.jpeg(), frame.arrivedAtMillis());
        }
        FrameLane lane = Objects.requireNonNull(slot);
        lane.lookClosely(own.hasEvidence());
        if (analysis.followed()) {
            metrics.followed();
        }
        metrics.analyzed(analysis.reused(), clock.millis() - frame.arrivedAtMillis());
        answers.result(frame, analysis, scored.get(), lane.dropped());
        answers.capture(analysis, frame.jpeg().length, frame.arrivedAtMillis());
        answers.challenge(analysis, own, Instant.ofEpochMilli(frame.arrivedAtMillis()));
        own.store();
    }

    /** The close that says so is on its way; if the submission failed, the student is asked to come back and goes on. */
    private void afterSettling(long nowMillis) {
        if (settledSinceMillis < 0) {
            settledSinceMillis = nowMillis;
        } else if (nowMillis - settledSinceMillis > SUBMIT_MILLIS) {
            end(CloseStatus.SERVICE_OVERLOAD);
        }
    }

    private void refuse(BadFrameException reason) {
        metrics.rejected(reason.code());
        answers.refusal(reason);
    }

    /** Takes frames from now on; the newest waits. */
    void open(FrameLane lane) {
        slot = lane;
    }

    /** The session is this node's now: frames are looked at and scored. */
    void begin(SessionScore taken) {
        score = taken;
        FrameLane open = slot;
        if (open != null) {
            open.begin();
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether frames were scored in this epoch, or before it; not so while the session is still being taken. */
    boolean isOfEpoch(long epoch) {
        SessionScore own = score;
        return own != null && own.epoch() <= epoch;
    }

    /** Gives the place in the analyser back and ends the socket; answers that wait are still sent. */
    void end(CloseStatus status) {
        ended = true;
        FrameLane open = slot;
        if (open != null) {
            open.close();
        }
        answers.end(status);
    }
}
