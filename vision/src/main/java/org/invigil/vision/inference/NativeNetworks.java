package org.invigil.vision.inference;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
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
import org.invigil.vision.scene.Luminance;
import org.invigil.vision.scene.Scene;
import org.invigil.vision.scene.Thumbnail;
import org.jspecify.annotations.Nullable;

/** The networks on this machine's processor. */
public final class NativeNetworks implements Networks {

    /** Needed in so many frames that engines would wait for each other; the others are for a look now and then. */
    private static final Set<NetworkKind> OF_EACH_ENGINE =
            EnumSet.of(NetworkKind.FACE_LANDMARK, NetworkKind.FACE_LANDMARK_WITH_ATTENTION);

    private final JpegDecoder decoder = new JpegDecoder();
    private final Map<NetworkKind, EngineNetwork> networks = new EnumMap<>(NetworkKind.class);
    private final Function<NetworkKind, EngineNetwork> loader;
    private @Nullable Picture picture;

    /**
     * Loads all of them but that for phones, which few exams need: it is loaded with its first use.
     *
     * @throws IllegalStateException if a file is not on the class path or does not load
     */
    public NativeNetworks() {
        this(NativeNetworks::load);
    }

    /** With a loader of the caller's own. What is loaded is closed again if one does not load. */
    NativeNetworks(Function<NetworkKind, EngineNetwork> loader) {
        this.loader = loader;
        try {
            for (NetworkKind kind : EnumSet.complementOf(EnumSet.of(NetworkKind.PHONE_DETECTION))) {
                networks.put(kind, loader.apply(kind));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static EngineNetwork load(NetworkKind kind) {
        return OF_EACH_ENGINE.contains(kind) ? new LoadedNetwork(kind) : new SharedNetwork(kind);
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
        Mat rgb = picture().mat();
        network(kind).run(input -> input.fill(rgb, region, gain));
    }

    @Override
    public void runOnWhole(NetworkKind kind, double gain) {
        Mat rgb = picture().mat();
        network(kind).run(input -> {
            if (kind.stretched()) {
                input.fillStretched(rgb, gain);
            } else {
                input.fillInside(rgb, gain);
            }
        });
    }

    @Override
    public int outputLength(NetworkKind kind, int output) {
        return network(kind).outputLength(output);
    }

    @Override
    public void readOutput(NetworkKind kind, int output, float[] destination) {
        network(kind).readOutput(output, destination);
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
        networks.values().forEach(EngineNetwork::close);
        decoder.close();
    }

    private Picture picture() {
        return Objects.requireNonNull(picture, "no frame has been shown yet");
    }

    private EngineNetwork network(NetworkKind kind) {
        return networks.computeIfAbsent(kind, loader);
    }
}
