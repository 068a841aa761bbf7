package org.invigil.vision.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.invigil.vision.image.JpegSamples;
import org.junit.jupiter.api.Test;

class FrameFingerprintTest {

    @Test
    void aFingerprintTellsFramesApart() {
        byte[] one = JpegSamples.baseline(JpegSamples.noise(64, 48, 1));
        byte[] other = one.clone();
        assertThat(FrameFingerprint.of(other)).isEqualTo(FrameFingerprint.of(one));
        other[other.length / 2] ^= 1;
        assertThat(FrameFingerprint.of(other)).isNotEqualTo(FrameFingerprint.of(one));
    }
}
