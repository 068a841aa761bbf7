package org.invigil.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.Stream;
import org.invigil.rules.signal.TimedSignal;
import org.invigil.server.store.AnalysedPicture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose room is dim is not accused for what encoding does to a dark picture. */
class DimRoomTest {

    private static Stream<AnalysedPicture> hashed(TimedSignal frame) {
        Long hash = frame.signal().pictureHash();
        return hash == null ? Stream.empty() : Stream.of(new AnalysedPicture(frame.atMillis(), hash));
    }

    @ParameterizedTest
    @CsvSource({"0.3, true", "0.15, false"})
    void aDimClipIsTheSameAsItsFramesOrTellsNothing(double light, boolean tellsSomething) throws Exception {
        List<AnalysedPicture> analysed =
                AnalysedFilm.of(TestVideo.dim(TestVideo.FRANCK, 10, light, "lossless"), 0).stream()
                        .flatMap(DimRoomTest::hashed)
                        .toList();
        for (String codec : List.of("libvpx", "libvpx-vp9")) {
            byte[] film = TestVideo.dim(TestVideo.FRANCK, 10, light, codec);
            try (ClipDecoder decoder = new ClipDecoder()) {
                ClipPictures clip = decoder.decode(new ByteArrayInputStream(film));
                ClipComparison comparison = ClipComparison.of(analysed, clip, 0);
                assertThat(comparison.differing()).as(codec).isZero();
                assertThat(comparison.tellsSomething()).as(codec).isEqualTo(tellsSomething);
            }
        }
    }
}
