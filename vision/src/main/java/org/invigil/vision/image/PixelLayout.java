package org.invigil.vision.image;

/** How the pixels of a decoded picture lie in memory: rows from top to bottom, 8 bits a channel. */
public enum PixelLayout {
    /** Three interleaved channels: red, green, blue. */
    RGB(3),
    /** One channel, the luminance. Cheaper: the colour planes are never reconstructed. */
    GRAY(1);

    private final int channels;

    PixelLayout(int channels) {
        this.channels = channels;
    }

    public int channels() {
        return channels;
    }
}
