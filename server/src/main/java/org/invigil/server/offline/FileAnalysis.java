package org.invigil.server.offline;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.score.StreamScore;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.VisionEngine;
import org.jspecify.annotations.Nullable;

/** Takes one file after the other through vision and scoring. Not thread-safe: it uses one engine. */
final class FileAnalysis {

    private static final int MAX_IMAGE_BYTES = 256 << 20;

    private final VisionEngine vision;
    private final Policy policy;
    private final JsonLines lines;
    private final @Nullable SentSize sent;
    private final boolean everyFrame;

    /**
     * An analysis with this engine.
     *
     * @param sent in which size frames are looked at, null for their own
     * @param everyFrame whether a network looks at the face in every frame, and none is followed
     */
    FileAnalysis(VisionEngine vision, Policy policy, JsonLines lines, @Nullable SentSize sent, boolean everyFrame) {
        this.vision = vision;
        this.policy = policy;
        this.lines = lines;
        this.sent = sent;
        this.everyFrame = everyFrame;
    }

    /**
     * Analyses one file and writes its lines.
     *
     * @return false if the file could not be read (to its end); that is said in a line of its own
     */
    boolean analyze(MediaFile file) {
        try {
            if (Files.isDirectory(file.path())) {
                throw new UnreadableMediaException("The folder cannot be read. Check who may open it.");
            }
            if (!Files.exists(file.path())) {
                throw new UnreadableMediaException("There is no such file. Check the path.");
            }
            if (file.isImage()) {
                image(file);
            } else {
                video(file, VideoFrames.open(file.path()));
            }
            return true;
        } catch (UnreadableMediaException e) {
            lines.error(file.source(), String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void image(MediaFile file) throws UnreadableMediaException {
        byte[] bytes = read(file.path());
        if (WebpFrames.isAnimation(bytes)) {
            video(file, WebpFrames.open(bytes));
            return;
        }
        try (Picture picture = Picture.decode(bytes)) {
            FrameAnalysis analysis = analyze(picture.toFrame(sent), newTracker(), 0);
            single(file, picture.width(), picture.height(), analysis);
        }
    }

    private void single(MediaFile file, int width, int height, FrameAnalysis analysis) {
        StreamScore.Step step = StreamScore.judge(FrameSignal.of(analysis), policy);
        lines.frame(file.source(), 0, 0, width, height, analysis, step);
    }

    private void video(MediaFile file, Frames opened) throws UnreadableMediaException {
        try (Frames frames = opened) {
            Picture first = frames.next();
            if (first == null) {
                throw new UnreadableMediaException("The file holds no picture.");
            }
            FaceTracker tracker = newTracker();
            FrameAnalysis firstAnalysis = analyze(first.toFrame(sent), tracker, 0);
            int firstWidth = first.width();
            int firstHeight = first.height();
            Picture picture = frames.next();
            if (picture == null && frames.isStillFormat()) {
                single(file, firstWidth, firstHeight, firstAnalysis);
                return;
            }
            StreamScore score = new StreamScore(policy);
            List<Incident> incidents = new ArrayList<>();
            StreamScore.Step step = score.next(FrameSignal.of(firstAnalysis), 0);
            lines.frame(file.source(), 0, 0, firstWidth, firstHeight, firstAnalysis, step);
            long frame = 1;
            while (picture != null) {
                tracker.lookClosely(everyFrame || score.hasEvidence());
                FrameAnalysis analysis = analyze(picture.toFrame(sent), tracker, frames.timeMillis());
                step = score.next(FrameSignal.of(analysis), frames.timeMillis());
                incidents.addAll(step.closed());
                lines.frame(
                        file.source(), frame, frames.timeMillis(), picture.width(), picture.height(), analysis, step);
                frame++;
                picture = frames.next();
            }
            incidents.addAll(score.finish());
            lines.summary(file.source(), frame, incidents);
        }
    }

    private FaceTracker newTracker() {
        FaceTracker tracker = vision.newTracker();
        tracker.lookForPhones(policy.looksForPhones());
        return tracker;
    }

    private FrameAnalysis analyze(byte[] jpeg, FaceTracker tracker, long timeMillis) throws UnreadableMediaException {
        try {
            return vision.analyze(jpeg, tracker, timeMillis);
        } catch (FrameRejectedException e) {
            throw new UnreadableMediaException(String.valueOf(e.getMessage()));
        }
    }

    private static byte[] read(Path path) throws UnreadableMediaException {
        try {
            if (Files.size(path) > MAX_IMAGE_BYTES) {
                throw new UnreadableMediaException("The image file is larger than 256 MiB.");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new UnreadableMediaException("There is no such file. Check the path.");
        } catch (AccessDeniedException e) {
            throw new UnreadableMediaException("The file may not be read.");
        } catch (IOException e) {
            throw new UnreadableMediaException("The file cannot be read: " + e.getMessage());
        }
    }
}
