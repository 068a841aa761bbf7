package org.invigil.server.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of one message together. A message that grows past its limit is not kept: its parts are let pass until
 * it ends, so that the socket can go on. Not thread-safe; a socket delivers its parts one after the other.
 */
final class MessageAssembler {

    private ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
    private final StringBuilder text = new StringBuilder();
    private boolean tooLarge;
    private @Nullable Long seqOfLarge;

    private static final int FIRST_BYTES = 16 << 10;
    private static final int KEPT_BYTES = 64 << 10;
    private static final int SEQ_OFFSET = 4;

    /** The whole message once its last part is in, null before. */
    byte @Nullable [] binary(ByteBuffer part, boolean last) throws BadFrameException {
        if (!tooLarge && bytes.size() + part.remaining() > FrameLimits.MAX_MESSAGE_BYTES) {
            tooLarge = true;
            seqOfLarge = seq(bytes.size() > 0 ? ByteBuffer.wrap(bytes.toByteArray()) : part.duplicate());
            emptyBytes();
        }
        if (!tooLarge) {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            bytes.writeBytes(copy);
        }
        if (!last) {
            return null;
        }
        requireFits();
        byte[] message = bytes.toByteArray();
        emptyBytes();
        return message;
    }

    /** The whole message once its last part is in, null before. */
    @Nullable
    String text(CharSequence part, boolean last) throws BadFrameException {
        if (!tooLarge && text.length() + part.length() > FrameLimits.MAX_MESSAGE_CHARS) {
            tooLarge = true;
            emptyText();
        }
        if (!tooLarge) {
            text.append(part);
        }
        if (!last) {
            return null;
        }
        requireFits();
        String message = text.toString();
        emptyText();
        return message;
    }

    /** One large message must not cost its size for the rest of an exam, times the students of a node. */
    private void emptyBytes() {
        if (bytes.size() > KEPT_BYTES) {
            bytes = new ByteArrayOutputStream(FIRST_BYTES);
        } else {
            bytes.reset();
        }
    }

    private void emptyText() {
        text.setLength(0);
        if (text.capacity() > 2 * KEPT_BYTES) {
            text.trimToSize();
        }
    }

    private void requireFits() throws BadFrameException {
        if (tooLarge) {
            Long seq = seqOfLarge;
            tooLarge = false;
            seqOfLarge = null;
            throw new BadFrameException(FrameErrorCode.FRAME_TOO_LARGE, seq);
        }
    }

    private static @Nullable Long seq(ByteBuffer head) {
        return head.remaining() < FrameMessage.HEADER_BYTES
                ? null
                : Integer.toUnsignedLong(head.getInt(head.position() + SEQ_OFFSET));
    }
}
