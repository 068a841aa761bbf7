package org.invigil.server.ingest;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.invigil.server.analysis.Frame;
import org.invigil.server.analysis.FrameAnalyzer;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames of what comes in on one socket: puts the parts of a message together, reads it, and checks that frames count up
 * and keep to the agreed rate. Not thread-safe; a socket delivers its parts one after the other.
 */
final class FrameReceiver {

    private final FrameAnalyzer analyzer;
    private final FrameMetrics metrics;
    private final Clock clock;
    private final Consumer<PageMessage> pageMessages;
    private final MessageAssembler assembler = new MessageAssembler();
    private final RateLimit rate;
    private long lastSeq = -1;

    /** @param pageMessages takes what the page says beside frames */
    FrameReceiver(FrameAnalyzer analyzer, FrameMetrics metrics, Clock clock, Consumer<PageMessage> pageMessages) {
        this.pageMessages = pageMessages;
        this.analyzer = analyzer;
        this.metrics = metrics;
        this.clock = clock;
        this.rate = new RateLimit(analyzer.targetFps(), clock.millis());
    }

    /** The frame, once the last part of its binary message is in; null before. */
    @Nullable
    Frame binary(ByteBuffer part, boolean last) throws BadFrameException {
        byte[] message = assembler.binary(part, last);
        if (message == null) {
            return null;
        }
        metrics.received();
        return checked(FrameMessage.ofBinary(message));
    }

    /** The frame, once the last part of its text message is in; null before, and for what a page says beside frames. */
    @Nullable
    Frame text(CharSequence part, boolean last) throws BadFrameException {
        String message = assembler.text(part, last);
        if (message == null) {
            return null;
        }
        Optional<PageMessage> said = PageMessage.read(message);
        if (said.isPresent()) {
            pageMessages.accept(said.get());
            return null;
        }
        metrics.received();
        return checked(FrameMessage.ofJson(message));
    }

    private Frame checked(FrameMessage message) throws BadFrameException {
        long now = clock.millis();
        Long given = message.seq();
        long seq = given == null ? lastSeq + 1 : given;
        if (seq <= lastSeq) {
            throw new BadFrameException(FrameErrorCode.STALE_SEQ, seq);
        }
        lastSeq = seq;
        if (!rate.allows(analyzer.targetFps(), now)) {
            throw BadFrameException.tooFast(seq, rate.mayComplain(now));
        }
        Long captured = message.captureTimeMillis();
        return new Frame(seq, captured == null ? now : captured, now, message.jpeg());
    }
}
