package org.invigil.vision.image;

import java.util.Arrays;
import java.util.Random;

/** An endless, seeded stream of damaged JPEG files. */
public final class JpegMutator {

    private static final int[] MARKERS = {0x00, 0xC0, 0xC2, 0xC4, 0xD0, 0xD8, 0xD9, 0xDA, 0xDB, 0xDD, 0xE1, 0xFE, 0xFF};

    private final Random random;
    private final byte[][] seeds;

    public JpegMutator(Random random, byte[]... seeds) {
        this.random = random;
        this.seeds = seeds;
    }

    /** A seed with one to eight changes: bits, bytes, markers, moved, doubled and missing stretches, lengths. */
    public byte[] next() {
        byte[] jpeg = seeds[random.nextInt(seeds.length)].clone();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes && jpeg.length > 8; i++) {
            // Half of the changes hit the header, where a few bytes steer everything that follows.
            int reach = random.nextBoolean() ? Math.min(jpeg.length, 700) : jpeg.length;
            int at = random.nextInt(reach);
            switch (random.nextInt(8)) {
                case 0 -> jpeg[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> jpeg[at] = (byte) random.nextInt(256);
                case 2 -> jpeg[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
                case 3 -> {
                    jpeg[at] = (byte) 0xFF;
                    jpeg[Math.min(at + 1, jpeg.length - 1)] = (byte) MARKERS[random.nextInt(MARKERS.length)];
                }
                case 4 -> jpeg = Arrays.copyOf(jpeg, Math.max(4, jpeg.length - random.nextInt(jpeg.length / 2)));
                case 5 -> jpeg = without(jpeg, at, 1 + random.nextInt(64));
                case 6 -> jpeg = doubled(jpeg, at, 1 + random.nextInt(64));
                default -> {
                    int from = random.nextInt(jpeg.length);
                    int length = Math.min(1 + random.nextInt(64), jpeg.length - Math.max(at, from));
                    System.arraycopy(jpeg, from, jpeg, at, length);
                }
            }
        }
        // Cut and moved files would all be refused for their missing end; most get one, so that the decoder meets them.
        if (random.nextInt(4) != 0 && jpeg.length > 4) {
            jpeg[jpeg.length - 2] = (byte) 0xFF;
            jpeg[jpeg.length - 1] = (byte) 0xD9;
        }
        return jpeg;
    }

    private static byte[] without(byte[] bytes, int from, int count) {
        int to = Math.min(bytes.length, from + count);
        byte[] shorter = new byte[bytes.length - (to - from)];
        System.arraycopy(bytes, 0, shorter, 0, from);
        System.arraycopy(bytes, to, shorter, from, bytes.length - to);
        return shorter;
    }

    private static byte[] doubled(byte[] bytes, int from, int count) {
        int to = Math.min(bytes.length, from + count);
        byte[] longer = new byte[bytes.length + (to - from)];
        System.arraycopy(bytes, 0, longer, 0, to);
        System.arraycopy(bytes, from, longer, to, bytes.length - from);
        return longer;
    }
}
