package org.invigil.server.ingest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.analysis.Frame;
import org.invigil.server.analysis.FrameAnalyzer;
import org.invigil.server.identity.Actor;
import org.invigil.vision.FrameRejectedException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * A look at one picture before an exam begins: whether the student sits well for their camera. Belongs to no session; the picture is
 * looked at and forgotten, and nothing comes of it.
 */
@RestController
@Tag(name = "sitting")
class CameraCheckController {

    /** A face of less than 60 of the 240 rows that are sent: below, its size costs confidence (docs/vision.md). */
    private static final double SMALL_FACE_DEGREES = 2;

    private final FrameAnalyzer analyzer;
    private final CameraCheckLimit limit;
    private final Clock clock;

    CameraCheckController(FrameAnalyzer analyzer, CameraCheckLimit limit, Clock clock) {
        this.analyzer = analyzer;
        this.limit = limit;
        this.clock = clock;
    }

    /** @param frame a JPEG as an exam page would send it, in base64 */
    record CheckCamera(@NotNull String frame) {}

    /** How large a face is in the picture. */
    enum FaceSize implements WireNamed {
        GOOD,
        /** Too small to tell well where it looks: its owner should come nearer. */
        SMALL
    }

    /**
     * @param persons who seem to be in view: by their faces, or one whose face is hidden. One look cannot tell a face from a poster, as a stream
     *     can, so more than one is a question to the student. A body alone may be a coat in a single picture, and nobody is asked to send a coat out
     *     of the room
     * @param faceSize of the largest face, null without one
     */
    record CameraCheck(
            Presence presence, int persons, @Nullable FaceSize faceSize) {}

    @PostMapping("/api/exam/camera-check")
    @Operation(
            operationId = "checkCamera",
            summary = "Whether a student sits well for their camera; the picture is looked at and forgotten")
    ResponseEntity<CameraCheck> check(Actor student, @Valid @RequestBody CheckCamera check) {
        try (CameraCheckLimit.Turn _ = limit.begin(student.person())) {
            byte[] jpeg = FrameMessage.jpeg(check.frame());
            long now = clock.millis();
            FrameAnalysis seen = analyzer.lookOnce(new Frame(0, now, now, jpeg)).orElseThrow(IngestException::noTime);
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.noStore())
                    .body(new CameraCheck(seen.presence(), persons(seen), faceSize(seen.pose())));
        } catch (BadFrameException e) {
            throw IngestException.badFrame(e.code());
        } catch (FrameRejectedException e) {
            throw IngestException.badFrame(FrameErrorCode.of(e.reason()));
        }
    }

    private static int persons(FrameAnalysis seen) {
        return seen.presence() == Presence.HIDDEN ? 1 : seen.faces();
    }

    private static @Nullable FaceSize faceSize(@Nullable HeadPose pose) {
        if (pose == null) {
            return null;
        }
        return pose.uncertaintyDegrees() < SMALL_FACE_DEGREES ? FaceSize.GOOD : FaceSize.SMALL;
    }
}
