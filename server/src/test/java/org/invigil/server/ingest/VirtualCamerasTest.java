package org.invigil.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cameras call themselves like a program. */
class VirtualCamerasTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OBS Virtual Camera",
                "OBS Virtual Camera (m-de:vice)",
                "ManyCam Virtual Webcam",
                "Dummy video device (0x0000)",
                "Snap Camera",
                "XSplit VCam",
                "e2eSoft VCam",
                "CyberLink YouCam 9",
                "fake_device_0"
            })
    void areKnownByTheirName(String label) {
        assertThat(VirtualCameras.isNamed(label)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "FaceTime HD Camera",
                "Integrated Camera (04f2:b6d9)",
                "HD Pro Webcam C920 (046d:082d)",
                "DroidCam Source 3",
                "Iriun Webcam",
                "iPhone Camera",
                "Camera 1, facing front"
            })
    void realOnesAndPhonesAreNot(String label) {
        assertThat(VirtualCameras.isNamed(label)).isFalse();
    }

    @Test
    void noNameIsNone() {
        assertThat(VirtualCameras.isNamed(null)).isFalse();
    }
}
