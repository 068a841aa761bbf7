package org.invigil.server.ingest;

import org.invigil.rules.wire.WireNamed;
import org.invigil.vision.FrameRejectedException;

/** Why a frame was refused: the code on the wire and what to do about it. */
enum FrameErrorCode implements WireNamed {
    BAD_HEADER(
            "The frame has no valid header. Start it with \"IV\", version 1, flags 0, then seq (4 bytes) and the capture time (8 bytes), big endian."),
    BAD_JSON(
            "The message is not the JSON form of a frame. Send {\"seq\": 1, \"capture_time_ms\": 0, \"frame\": \"<base64>\"}."),
    BAD_BASE64("The field \"frame\" is not base64. Encode the whole JPEG file, with or without a data: prefix."),
    NOT_JPEG("The frame is no JPEG picture. Send JPEG data."),
    CORRUPT_JPEG("The JPEG ends early or does not decode. Send the whole file."),
    DIMENSIONS_TOO_LARGE("The picture is larger than 1920x1080. Send a smaller one; 320x240 is enough."),
    FRAME_TOO_LARGE("The frame has more than 512 KiB. Send a smaller picture or a lower JPEG quality."),
    RATE_EXCEEDED("Frames come faster than the agreed rate. Send at most target_fps frames a second."),
    BAD_LINK(
            "The message does not tell how the link is. Send {\"type\": \"link\", \"buffered_bytes\": 0, \"could_fps\": 30, \"dropped\": 0, \"camera\": \"live\", \"camera_label\": \"...\", \"hidden\": false}."),
    STALE_SEQ("The field seq is not larger than the one before. Count up.");

    private final String message;

    FrameErrorCode(String message) {
        this.message = message;
    }

    /** Why the engine refused a frame. Its first bytes were checked on arrival: what cannot be read of it is broken, not foreign. */
    static FrameErrorCode of(FrameRejectedException.Reason reason) {
        return switch (reason) {
            case NOT_JPEG, CORRUPT -> CORRUPT_JPEG;
            case DIMENSIONS_TOO_LARGE -> DIMENSIONS_TOO_LARGE;
        };
    }

    String message() {
        return message;
    }
}
