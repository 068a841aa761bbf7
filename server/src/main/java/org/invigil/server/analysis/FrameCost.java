package org.invigil.server.analysis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * What one frame costs on this machine, measured once after the start with a picture that comes along: so that before an exam
 * it can be said whether its room will fit, when no student has been here yet. Nobody is in the picture, and looking for
 * somebody is the dearer half of the work: what is measured is rather too much than too little.
 */
@Component
class FrameCost {

    private static final Logger log = LoggerFactory.getLogger(FrameCost.class);

    /** Until it is measured, and where it cannot be: what the governor begins with. */
    static final double FIRST_GUESS_MILLIS = LoadGovernor.FIRST_GUESS_MILLIS;

    /** The first ones are slow, as code is compiled by being run. */
    private static final int FRAMES = 40;

    private static final int COUNTED = 15;

    private final EngineKind engine;
    private volatile double millis = FIRST_GUESS_MILLIS;

    FrameCost(AnalysisProperties properties) {
        this.engine = properties.engine();
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

    private double measure() throws FrameRejectedException {
        byte[] picture = picture();
        double[] costs = new double[FRAMES];
        try (VisionEngine own = VisionEngines.open(engine)) {
            for (int i = 0; i < FRAMES; i++) {
                FaceTracker tracker = own.newTracker(); // one that knows this picture would not look at it again
                long start = System.nanoTime();
                Objects.requireNonNull(own.analyze(picture, tracker, 0));
                costs[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        double[] last = Arrays.copyOfRange(costs, FRAMES - COUNTED, FRAMES);
        Arrays.sort(last);
        return last[COUNTED / 2];
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
