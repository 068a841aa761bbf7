package org.invigil.server.analysis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * What one frame costs on this machine, measured once after the start with a picture that comes along: so that before an exam
 * it can be said whether its room will fit, when no student has been here yet. Nobody is in the picture, and each frame of it is
 * searched, which costs as much as several looks at a face that is known: of what is measured the part of one look is told, rather
 * too much than too little (docs/performance.md, Before any student).
 */
@Component
class FrameCost {

    private static final Logger log = LoggerFactory.getLogger(FrameCost.class);

    /** Until it is measured, and where it cannot be: what the governor begins with. */
    static final double FIRST_GUESS_MILLIS = LoadGovernor.FIRST_GUESS_MILLIS;

    /** The first ones are slow, as code is compiled by being run. */
    private static final int FRAMES = 40;

    private static final int COUNTED = 15;

    /** Measured are 12 to 13. */
    private static final double LOOKS_IN_A_SEARCH = 8;

    /** Far enough apart that each frame is searched for a face; the person detector looks at every fifth, and not at the median one. */
    private static final long APART_MILLIS = 100;

    private final Supplier<VisionEngine> engines;
    private volatile double millis = FIRST_GUESS_MILLIS;

    @Autowired
    FrameCost(AnalysisProperties properties) {
        this(() -> VisionEngines.open(properties.engine()));
    }

    FrameCost(Supplier<VisionEngine> engines) {
        this.engines = engines;
    }

    /** Of one frame on one thread. */
    double millis() {
        return millis;
    }

    /** Beside the server, which is ready already. */
    @EventListener
    void measure(ApplicationReadyEvent ready) {
        Thread.ofPlatform().name("frame-cost").daemon().start(() -> {
            try {
                millis = measure();
                log.info("A frame costs about {} ms on one thread", Math.rint(millis * 10) / 10);
            } catch (FrameRejectedException | RuntimeException | Error e) {
                log.warn("What a frame costs cannot be measured; {} ms are believed", FIRST_GUESS_MILLIS, e);
            }
        });
    }

    /** In milliseconds, of a look at a face that is known. */
    double measure() throws FrameRejectedException {
        byte[] picture = picture();
        double[] costs = new double[FRAMES];
        try (VisionEngine own = engines.get()) {
            FaceTracker tracker = own.newTracker();
            for (int i = 0; i < FRAMES; i++) {
                byte[] frame = numbered(picture, i); // one that is known would not be looked at again
                long start = System.nanoTime();
                Objects.requireNonNull(own.analyze(frame, tracker, i * APART_MILLIS));
                costs[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        double[] last = Arrays.copyOfRange(costs, FRAMES - COUNTED, FRAMES);
        Arrays.sort(last);
        return last[COUNTED / 2] / LOOKS_IN_A_SEARCH;
    }

    /** The same picture with a number in a comment (ITU-T T.81, B.2.4.5), right behind the two bytes that begin every JPEG. */
    private static byte[] numbered(byte[] jpeg, int number) {
        return ByteBuffer.allocate(jpeg.length + 6)
                .put(jpeg, 0, 2)
                .put(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 4})
                .putShort((short) number)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    private static byte[] picture() {
        try (InputStream picture = FrameCost.class.getResourceAsStream("empty-room.jpg")) {
            return Objects.requireNonNull(picture, "the picture comes with the server")
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
