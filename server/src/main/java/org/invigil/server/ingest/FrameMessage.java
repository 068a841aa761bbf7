package org.invigil.server.ingest;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A frame as it came over the wire, in either of its forms.
 *
 * @param seq null if the sender does not count
 * @param captureTimeMillis null if the sender gives no time
 * @param jpeg starts like a JPEG and is not too large
 */
// The array is handed on, never changed and never compared.
@SuppressWarnings("ArrayRecordComponent")
record FrameMessage(@Nullable Long seq, @Nullable Long captureTimeMillis, byte[] jpeg) {

    static final int HEADER_BYTES = 16;

    private static final short MAGIC = 0x4956;
    private static final byte VERSION = 1;
    private static final String BASE64_MARK = ";base64,";
    private static final int MAX_DATA_PREFIX_CHARS = 64;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Reads the binary form: 16 bytes of header, then the JPEG. */
    static FrameMessage ofBinary(byte[] message) throws BadFrameException {
        if (message.length < HEADER_BYTES) {
            throw new BadFrameException(FrameErrorCode.BAD_HEADER, null);
        }
        ByteBuffer header = ByteBuffer.wrap(message);
        if (header.getShort() != MAGIC || header.get() != VERSION || header.get() != 0) {
            throw new BadFrameException(FrameErrorCode.BAD_HEADER, null);
        }
        long seq = Integer.toUnsignedLong(header.getInt());
        long captureTimeMillis = header.getLong();
        byte[] jpeg = new byte[message.length - HEADER_BYTES];
        header.get(jpeg);
        return new FrameMessage(seq, captureTimeMillis, checked(jpeg, seq));
    }

    /** Reads the JSON form with the JPEG in base64. */
    static FrameMessage ofJson(String message) throws BadFrameException {
        JsonNode root;
        try {
            root = JSON.readTree(message);
        } catch (JacksonException e) {
            throw new BadFrameException(FrameErrorCode.BAD_JSON, null);
        }
        if (!root.isObject()) {
            throw new BadFrameException(FrameErrorCode.BAD_JSON, null);
        }
        Long seq = wholeNumber(root, "seq", null);
        Long captureTimeMillis = wholeNumber(root, "capture_time_ms", seq);
        JsonNode frame = root.path("frame");
        if (!frame.isString() || (seq != null && seq < 0)) {
            throw new BadFrameException(FrameErrorCode.BAD_JSON, seq);
        }
        return new FrameMessage(seq, captureTimeMillis, checked(base64(frame.stringValue(), seq), seq));
    }

    /** The JPEG in base64, of a message that has no number. */
    static byte[] jpeg(String base64) throws BadFrameException {
        return checked(base64(base64, null), null);
    }

    private static @Nullable Long wholeNumber(JsonNode root, String name, @Nullable Long seq) throws BadFrameException {
        JsonNode value = root.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new BadFrameException(FrameErrorCode.BAD_JSON, seq);
        }
        return value.longValue();
    }

    private static byte[] base64(String text, @Nullable Long seq) throws BadFrameException {
        int start = 0;
        if (text.startsWith("data:")) {
            int mark = text.indexOf(BASE64_MARK);
            if (mark < 0 || mark > MAX_DATA_PREFIX_CHARS) {
                throw new BadFrameException(FrameErrorCode.BAD_BASE64, seq);
            }
            start = mark + BASE64_MARK.length();
        }
        try {
            return Base64.getDecoder().decode(text.substring(start));
        } catch (IllegalArgumentException e) {
            throw new BadFrameException(FrameErrorCode.BAD_BASE64, seq);
        }
    }

    private static byte[] checked(byte[] jpeg, @Nullable Long seq) throws BadFrameException {
        if (jpeg.length > FrameLimits.MAX_FRAME_BYTES) {
            throw new BadFrameException(FrameErrorCode.FRAME_TOO_LARGE, seq);
        }
        if (jpeg.length < 3 || (jpeg[0] & 0xff) != 0xff || (jpeg[1] & 0xff) != 0xd8 || (jpeg[2] & 0xff) != 0xff) {
            throw new BadFrameException(FrameErrorCode.NOT_JPEG, seq);
        }
        return jpeg;
    }
}
