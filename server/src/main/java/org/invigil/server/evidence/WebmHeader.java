package org.invigil.server.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.InputStreamSource;

/**
 * Tells WebM from anything else by the header every EBML file begins with (RFC 8794): the element 0x1A45DFA3, and in it
 * a DocType (0x4282) of "webm". A later chunk of a recording has none and does not play by itself.
 */
final class WebmHeader {

    private static final int MAX_HEADER_BYTES = 1024;
    private static final long EBML = 0x1A45DFA3L;
    private static final long DOC_TYPE = 0x4282L;

    private WebmHeader() {}

    static boolean isWebm(InputStreamSource content) throws IOException {
        try (InputStream stream = content.getInputStream()) {
            if (readId(stream) != EBML) {
                return false;
            }
            long length = readSize(stream);
            if (length < 0 || length > MAX_HEADER_BYTES) {
                return false;
            }
            return docType(new ByteArrayInputStream(stream.readNBytes((int) length)))
                    .equals("webm");
        }
    }

    private static String docType(InputStream header) throws IOException {
        for (long id = readId(header); id >= 0; id = readId(header)) {
            long length = readSize(header);
            if (length < 0 || length > MAX_HEADER_BYTES) {
                return "";
            }
            byte[] value = header.readNBytes((int) length);
            if (id == DOC_TYPE) {
                return new String(value, StandardCharsets.US_ASCII).replace("\0", "");
            }
        }
        return "";
    }

    /** An element's id with its length marker, -1 at the end or if it is none. */
    private static long readId(InputStream stream) throws IOException {
        int first = stream.read();
        int bytes = first < 0 ? 9 : Integer.numberOfLeadingZeros(first) - 23;
        return bytes > 4 ? -1 : readRest(stream, first, bytes);
    }

    /** An element's size without its length marker, -1 if it is none. */
    private static long readSize(InputStream stream) throws IOException {
        int first = stream.read();
        int bytes = first < 0 ? 9 : Integer.numberOfLeadingZeros(first) - 23;
        return bytes > 8 ? -1 : readRest(stream, first & (0xFF >> bytes), bytes);
    }

    private static long readRest(InputStream stream, long value, int bytes) throws IOException {
        long result = value;
        for (int i = 1; i < bytes; i++) {
            int next = stream.read();
            if (next < 0) {
                return -1;
            }
            result = result << 8 | next;
        }
        return result;
    }
}
