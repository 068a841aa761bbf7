package org.invigil.vision.mesh;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * BlazeFace: one pass over fixed anchors, decoded and merged by weighted non-maximum suppression (Bazarevsky et al., 2019).
 * Layouts of the anchors are those that the models were trained with.
 */
final class FaceDetector {

    /** A grid of anchors: one every {@code stride} pixels of the input, {@code perCell} of them in the same place. */
    private record Grid(int stride, int perCell) {}

    /** The two trained variants. */
    enum Range {
        SHORT(NetworkKind.FACE_DETECTION_SHORT_RANGE, List.of(new Grid(8, 2), new Grid(16, 6))),
        FULL(NetworkKind.FACE_DETECTION_FULL_RANGE, List.of(new Grid(4, 1)));

        private final NetworkKind network;

        @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable, which its type does not say
        private final List<Grid> grids;

        Range(NetworkKind network, List<Grid> grids) {
            this.network = network;
            this.grids = grids;
        }
    }

    /** Box centre and size, then x and y of six points, the right and the left eye first. */
    private static final int VALUES = 4 + 2 * 6;

    private static final double SAME_FACE_OVERLAP = 0.3;

    private final int inputSize;
    private final Networks networks;
    private final NetworkKind network;
    private final float[] anchorX;
    private final float[] anchorY;
    private final float[] boxes;
    private final float[] logits;

    FaceDetector(Networks networks, Range range) {
        this.networks = networks;
        network = range.network;
        inputSize = network.width();
        boxes = new float[networks.outputLength(network, 0)];
        logits = new float[networks.outputLength(network, 1)];
        anchorX = new float[logits.length];
        anchorY = new float[logits.length];
        int anchor = 0;
        for (Grid grid : range.grids) {
            int cells = inputSize / grid.stride;
            for (int row = 0; row < cells; row++) {
                for (int column = 0; column < cells; column++) {
                    for (int i = 0; i < grid.perCell; i++, anchor++) {
                        anchorX[anchor] = (column + 0.5f) * grid.stride;
                        anchorY[anchor] = (row + 0.5f) * grid.stride;
                    }
                }
            }
        }
    }

    /**
     * Looks for faces in an upright square of the picture, which may reach beyond its edges.
     *
     * @return those with at least {@code minimumScore}, best first, one a face
     */
    List<Detection> detect(Region view, double gain, double minimumScore) {
        networks.run(network, view, gain);
        networks.readOutput(network, 0, boxes);
        networks.readOutput(network, 1, logits);
        double step = view.side() / inputSize;
        double minimumLogit = Math.log(minimumScore / (1 - minimumScore));
        List<Detection> candidates = new ArrayList<>();
        for (int i = 0; i < logits.length; i++) {
            if (logits[i] >= minimumLogit) {
                candidates.add(decode(i, step, view.centerX(), view.centerY()));
            }
        }
        return merge(candidates);
    }

    private Detection decode(int anchor, double step, double centerX, double centerY) {
        int at = anchor * VALUES;
        double half = inputSize / 2.0;
        double x = centerX + (boxes[at] + anchorX[anchor] - half) * step;
        double y = centerY + (boxes[at + 1] + anchorY[anchor] - half) * step;
        double halfWidth = boxes[at + 2] / 2 * step;
        double halfHeight = boxes[at + 3] / 2 * step;
        return new Detection(
                x - halfWidth,
                y - halfHeight,
                x + halfWidth,
                y + halfHeight,
                1 / (1 + Math.exp(-logits[anchor])),
                centerX + (boxes[at + 4] + anchorX[anchor] - half) * step,
                centerY + (boxes[at + 5] + anchorY[anchor] - half) * step,
                centerX + (boxes[at + 6] + anchorX[anchor] - half) * step,
                centerY + (boxes[at + 7] + anchorY[anchor] - half) * step);
    }

    /** Candidates that overlap the best one are averaged with it by score: steadier than keeping the best alone. */
    private static List<Detection> merge(List<Detection> candidates) {
        List<Detection> rest = candidates;
        rest.sort(Comparator.comparingDouble(Detection::score).reversed());
        List<Detection> faces = new ArrayList<>();
        while (!rest.isEmpty()) {
            Detection best = rest.getFirst();
            List<Detection> same = new ArrayList<>();
            List<Detection> others = new ArrayList<>();
            same.add(best);
            for (Detection candidate : rest.subList(1, rest.size())) {
                (best.overlap(candidate) > SAME_FACE_OVERLAP ? same : others).add(candidate);
            }
            rest = others;
            faces.add(average(best.score(), same));
        }
        return faces;
    }

    private static Detection average(double score, List<Detection> same) {
        return new Detection(
                mean(same, Detection::left),
                mean(same, Detection::top),
                mean(same, Detection::right),
                mean(same, Detection::bottom),
                score,
                mean(same, Detection::rightEyeX),
                mean(same, Detection::rightEyeY),
                mean(same, Detection::leftEyeX),
                mean(same, Detection::leftEyeY));
    }

    private static double mean(List<Detection> detections, ToDoubleFunction<Detection> value) {
        double sum = 0;
        double total = 0;
        for (Detection d : detections) {
            sum += d.score() * value.applyAsDouble(d);
            total += d.score();
        }
        return sum / total;
    }
}
