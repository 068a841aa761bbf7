package org.invigil.vision.inference;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.opencv.opencv_core.Mat;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.image.JpegDecoder;
import org.invigil.vision.image.LuminanceReader;
import org.invigil.vision.image.Picture;
import org.invigil.vision.image.PixelLayout;
import org.invigil.vision.image.Reduction;
import org.invigil.vision.image.SceneReader;
import org.invigil.vision.image.ThumbnailReader;
import org.invigil.vision.jpeg.JpegHeader;
import org.invigil.vision.mesh.FaceGeometry;
import org.invigil.vision.mesh.NetworkKind;
import org.invigil.vision.mesh.Networks;
import org.invigil.vision.mesh.Region;
import org.invigil.vision.model.ModelFile;
import org.invigil.vision.model.Network;
import org.invigil.vision.scene.Luminance;
import org.invigil.vision.scene.Scene;
import org.invigil.vision.scene.Thumbnail;
import org.jspecify.annotations.Nullable;

/** The networks on this machine's processor. */
public final class NativeNetworks implements Networks {

    /** A network and what fills its input. */
    private record Loaded(Network network, ImageTensor input) {

        static Loaded load(NetworkKind kind) {
            Network network = new Network(file(kind));
            return new Loaded(
                    network, new ImageTensor(network, kind.width(), kind.height(), kind.black(), kind.white()));
        }

        void close() {
            input.close();
            network.close();
        }
    }

    private final JpegDecoder decoder = new JpegDecoder();
    private final Map<NetworkKind, Loaded> networks = new EnumMap<>(NetworkKind.class);
    private @Nullable Picture picture;

    /**
     * Loads all of them but that for phones, which few exams need: it is loaded with its first use.
     *
     * @throws IllegalStateException if a file is not on the class path or does not load
     */
    public NativeNetworks() {
        for (NetworkKind kind : EnumSet.complementOf(EnumSet.of(NetworkKind.PHONE_DETECTION))) {
            networks.put(kind, Loaded.load(kind));
        }
    }

    private static ModelFile file(NetworkKind kind) {
        return switch (kind) {
            case FACE_DETECTION_SHORT_RANGE -> ModelFile.FACE_DETECTION_SHORT_RANGE;
            case FACE_DETECTION_FULL_RANGE -> ModelFile.FACE_DETECTION_FULL_RANGE;
            case FACE_LANDMARK -> ModelFile.FACE_LANDMARK;
            case FACE_LANDMARK_WITH_ATTENTION -> ModelFile.FACE_LANDMARK_WITH_ATTENTION;
            case PERSON_SEGMENTATION -> ModelFile.PERSON_SEGMENTATION;
            case PERSON_SEGMENTATION_SQUARE -> ModelFile.PERSON_SEGMENTATION_SQUARE;
            case PERSON_DETECTION -> ModelFile.PERSON_DETECTION;
            case PHONE_DETECTION -> ModelFile.PHONE_DETECTION;
        };
    }

    @Override
    public void show(byte[] jpeg, JpegHeader header, int divisor) throws FrameRejectedException {
        picture = decoder.decode(jpeg, header, PixelLayout.RGB, Reduction.by(divisor));
    }

    @Override
    public Thumbnail thumbnail(byte[] jpeg, JpegHeader header) throws FrameRejectedException {
        picture = null;
        return ThumbnailReader.read(decoder.decode(jpeg, header, PixelLayout.GRAY, Reduction.EIGHTH));
    }

    @Override
    public int width() {
        return picture().width();
    }

    @Override
    public int height() {
        return picture().height();
    }

    @Override
    public int divisor() {
        return picture().reduction().divisor();
    }

    @Override
    public void run(NetworkKind kind, Region region, double gain) {
        Loaded loaded = loaded(kind);
        loaded.input.fill(picture().mat(), region, gain);
        loaded.network.run();
    }

    @Override
    public void runOnWhole(NetworkKind kind, double gain) {
        Loaded loaded = loaded(kind);
        Mat rgb = picture().mat();
        if (kind.stretched()) {
            loaded.input.fillStretched(rgb, gain);
        } else {
            loaded.input.fillInside(rgb, gain);
        }
        loaded.network.run();
    }

    @Override
    public int outputLength(NetworkKind kind, int output) {
        return loaded(kind).network.outputLength(output);
    }

    @Override
    public void readOutput(NetworkKind kind, int output, float[] destination) {
        loaded(kind).network.readOutput(output, destination);
    }

    @Override
    public Luminance luminance() {
        return LuminanceReader.read(picture());
    }

    @Override
    public Scene scene() {
        return SceneReader.read(picture());
    }

    @Override
    public FaceGeometry faceGeometry() {
        return FaceGeometryFile.read();
    }

    @Override
    public void close() {
        networks.values().forEach(Loaded::close);
        decoder.close();
    }

    private Picture picture() {
        return Objects.requireNonNull(picture, "no frame has been shown yet");
    }

    private Loaded loaded(NetworkKind kind) {
        return networks.computeIfAbsent(kind, Loaded::load);
    }
}
