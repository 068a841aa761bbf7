package org.invigil.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a page is asked for larger pictures, on the times of made-up frames. */
class CaptureWishTest {

    private static final int SMALL_BYTES = 9_000;
    private static final int LARGE_BYTES = 28_000;

    private CaptureWish wish;
    private List<CaptureRequest> told;
    private long nowMillis;
    private double targetFps;
    private int smallBytes;
    private int largeBytes;
    private boolean pageObeys;
    private boolean isLarge;
    private long largeUntilMillis;

    @BeforeEach
    void aPageThatDoesAsItIsTold() {
        wish = new CaptureWish();
        told = new ArrayList<>();
        nowMillis = 1_800_000_000_000L;
        targetFps = 30;
        smallBytes = SMALL_BYTES;
        largeBytes = LARGE_BYTES;
        pageObeys = true;
        isLarge = false;
        largeUntilMillis = 0;
    }

    /** The student's face for some time: how certain its direction is in small pictures and in large ones. */
    private void face(double seconds, double smallDegrees, double largeDegrees) {
        show(seconds, pose(smallDegrees, 0.9), pose(largeDegrees, 0.9));
    }

    private static HeadPose pose(double degrees, double confidence) {
        return new HeadPose(0, 0, 0, confidence, degrees);
    }

    private void show(double seconds, @Nullable HeadPose small, @Nullable HeadPose large) {
        long end = nowMillis + Math.round(seconds * 1_000);
        while (nowMillis < end) {
            boolean sendsLarge = isLarge && nowMillis < largeUntilMillis;
            HeadPose pose = sendsLarge ? large : small;
            CaptureRequest request = wish.after(
                    new FrameAnalysis(
                            sendsLarge ? 640 : 320,
                            sendsLarge ? 480 : 240,
                            pose == null ? Presence.HIDDEN : Presence.PRESENT,
                            1,
                            1,
                            1,
                            1,
                            List.of(),
                            pose,
                            null,
                            Gaze.UNKNOWN,
                            null,
                            false),
                    sendsLarge ? largeBytes : smallBytes,
                    targetFps,
                    nowMillis);
            if (request != null) {
                told.add(request);
                isLarge = pageObeys && request.width() == 640 && request.forMillis() > 0;
                largeUntilMillis = nowMillis + request.forMillis();
            }
            nowMillis += sendsLarge ? 100 : 33;
        }
    }

    private List<Integer> widths() {
        return told.stream().map(CaptureRequest::width).distinct().toList();
    }

    @Test
    void aSmallFaceIsAskedForInALargerPictureAfterAMoment() {
        face(1.9, 3.2, 0.7);
        assertThat(told).isEmpty();
        face(0.3, 3.2, 0.7);
        assertThat(told).containsExactly(new CaptureRequest(640, 480, 11.1, 10_000));
    }

    @Test
    void theRequestIsRenewedAsLongAsItHelps() {
        face(60, 3.2, 0.7);
        assertThat(widths()).containsExactly(640);
        assertThat(told).hasSizeBetween(12, 16).allMatch(request -> request.forMillis() == 10_000);
    }

    @Test
    void aLargeFaceIsLeftAlone() {
        face(60, 2.4, 0.3);
        assertThat(told).isEmpty();
    }

    @Test
    void aGlanceAwayFromTheCameraIsNoReason() {
        for (int i = 0; i < 20; i++) {
            face(1, 3.2, 0.7);
            face(1.2, 1, 0);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void aDoubtfulPoseIsAReasonToo() {
        show(5, pose(1, 0.5), pose(0.2, 0.7));
        assertThat(widths()).containsExactly(640);
    }

    @Test
    void smallPicturesComeBackOnceTheStudentIsNear() {
        face(20, 3.2, 0.7);
        face(9.5, 1, 0);
        assertThat(told.getLast().forMillis()).isPositive();
        face(2, 1, 0);
        assertThat(told.getLast()).isEqualTo(new CaptureRequest(320, 240, 12, 0));
        int before = told.size();
        face(60, 1, 0);
        assertThat(told).hasSize(before);
    }

    @Test
    void smallPicturesComeBackWhenNobodysFaceIsThere() {
        face(20, 3.2, 0.7);
        show(11, null, null);
        assertThat(told.getLast().forMillis()).isZero();
    }

    @Test
    void aFaceOnTheBorderDoesNotMakePicturesFlicker() {
        face(5, 2.6, 0.4);
        face(300, 2.4, 0.3);
        assertThat(widths()).containsExactly(640);
    }

    @Test
    void whatDoesNotHelpEndsAndIsTriedAgainAfterAMinute() {
        show(12, pose(3.2, 0.5), pose(2.9, 0.5));
        assertThat(told.getLast().forMillis()).isZero();
        int before = told.size();
        show(50, pose(3.2, 0.5), pose(2.9, 0.5));
        assertThat(told).hasSize(before);
        show(20, pose(3.2, 0.5), pose(2.9, 0.5));
        assertThat(told).hasSizeGreaterThan(before);
    }

    @Test
    void aPageThatSendsNoneIsLeftAloneForTenMinutes() {
        pageObeys = false;
        face(600, 3.2, 0.7);
        assertThat(told).hasSize(2);
        assertThat(told.getLast().forMillis()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.7, 6, 19.9})
    void aServerShortOfTimeAsksForNone(double fps) {
        targetFps = fps;
        face(30, 3.2, 0.7);
        assertThat(told).isEmpty();
    }

    @Test
    void aServerThatRunsShortTakesThemBack() {
        face(10, 3.2, 0.7);
        targetFps = 12;
        face(10, 3.2, 0.7);
        assertThat(told.getLast().forMillis()).isPositive();
        targetFps = 9.9;
        face(0.2, 3.2, 0.7);
        assertThat(told.getLast()).isEqualTo(new CaptureRequest(320, 240, 12, 0));
    }

    @ParameterizedTest
    @CsvSource({
        // bytes of a small picture, of a large one, the rate asked for at last
        "5000, 15000, 12",
        "9000, 28000, 10.7",
        "14000, 45000, 6.6"
    })
    void theRateKeepsBytesWithinTheBudget(int small, int large, double expectedFps) {
        smallBytes = small;
        largeBytes = large;
        face(20, 3.2, 0.7);
        CaptureRequest last = told.getLast();
        assertThat(last.maxFps()).isEqualTo(expectedFps);
        assertThat(last.maxFps() * large * 8).isLessThanOrEqualTo(2_400_000);
    }

    @Test
    void picturesWhoseBytesLeaveFewerThanSixASecondStaySmall() {
        smallBytes = 17_000;
        face(20, 3.2, 0.7);
        assertThat(told).isEmpty();
    }

    @Test
    void largerPicturesThatTurnOutTooDearAreTakenBack() {
        smallBytes = 12_000;
        largeBytes = 60_000;
        face(20, 3.2, 0.7);
        assertThat(told.getLast().forMillis()).isZero();
    }

    @Test
    void thePageIsToldInPlainJson() {
        assertThat(new CaptureRequest(640, 480, 10.7, 10_000).toJson())
                .isEqualTo("{\"type\":\"capture\",\"width\":640,\"height\":480,\"max_fps\":10.7,\"for_ms\":10000}");
    }
}
